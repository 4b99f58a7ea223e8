// The exported helpers for spans of handoffs, run over OpenTelemetry's own in-memory exporters in both languages.
import assert from "node:assert/strict";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ask, root } from "../../scripts/lib/process.mjs";
import { Exported } from "./lib/exported.mjs";
import { nodeJudges } from "./lib/node.mjs";
import { must } from "./lib/place.mjs";
import { pythonJudges } from "./lib/python.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const masks = [
  { pointer: "/customer/iban", rule: "last_four" },
  { pointer: "/customer/name", rule: "redact" },
  { pointer: "/secret", rule: "drop" },
  { pointer: "/key", rule: "hash" },
];
const message = {
  handoff_id: "t-1",
  correlation_id: "c-1",
  attempt: 1,
  source: { agent: "triage", version: "2.1.0" },
  destination: { agent: "refunds", version: "1.4.0" },
  contract: { id: "refund", version: "1.1.0" },
  message_type: "TASK",
  reason_code: "refund_wanted",
  path: [{ agent: "chat" }, { agent: "triage", version: "2.1.0" }],
  payload: {
    customer: { iban: "CH9300762011623852957", name: "Ada" },
    secret: 1,
    key: "k",
    amount: 5,
  },
};
let exported;
let handoffs;

before(() => {
  exported = new Exported("tracing");
  handoffs = JSON.parse(readFileSync(join(exported.out, "tracing", "handoffs.json"), "utf8"));
  handoffs.handoffs.h = { topology: "t", contract: "refund", version: "1.1.0", masks };
});
after(() => exported?.remove());

/** What both languages have to have written. */
function judge({ spans, counters }) {
  assert.deepEqual(
    spans.map(({ name, error, attributes }) => [name, error, attributes["baton.status"]]),
    [
      ["handoff h", false, "success"],
      ["handoff h", true, "failed"],
      ["handoff h", true, "failed"],
      ["handoff h", true, "rolled_back"],
    ],
  );
  const { "baton.latency_ms": latency, "baton.payload": payload, ...first } = spans[0].attributes;
  assert.ok(latency >= 0 && latency < 10_000);
  assert.deepEqual(first, {
    "baton.handoff.id": "h",
    "baton.topology.id": "t",
    "baton.transfer.id": "t-1",
    "baton.correlation.id": "c-1",
    "baton.contract.id": "refund",
    "baton.contract.version": "1.1.0",
    "baton.source.id": "triage",
    "baton.source.version": "2.1.0",
    "baton.destination.id": "refunds",
    "baton.destination.version": "1.4.0",
    "baton.message_type": "TASK",
    "baton.attempt": 1,
    "baton.reason.code": "refund_wanted",
    "baton.path": ["chat", "triage"],
    "baton.validation.result": "accepted",
    "baton.status": "success",
  });
  assert.deepEqual(JSON.parse(payload), {
    customer: { iban: `${"*".repeat(17)}2957`, name: "[redacted]" },
    key: "[redacted]",
    amount: 5,
  });
  assert.equal(spans[1].attributes["baton.fallback"], "clerk");
  assert.equal(spans[2].attributes["baton.validation.reason"], "amount is missing");
  assert.deepEqual(counters, {
    "baton.handoff": 4,
    "baton.handoff.ack": 1,
    "baton.handoff.dead_lettered": 1,
    "baton.handoff.failed": 3,
    "baton.handoff.fallen_back": 1,
    "baton.handoff.loop_killed": 0,
    "baton.handoff.rejected": 1,
    "baton.handoff.retried": 1,
  });
}

test("every contract's sensitive fields are known to the helpers", () => {
  const versions = exported.baton("list", "contract_version").records;
  const sensitive = new Map(
    versions.map(({ id, sensitive }) => [id, (sensitive ?? []).map(({ pointer }) => pointer)]),
  );
  let marked = 0;
  for (const [id, { contract, version, masks }] of Object.entries(handoffs.handoffs)) {
    for (const pointer of sensitive.get(`${contract}@${version}`) ?? []) {
      marked += 1;
      assert.ok(
        masks.some((mask) => mask.pointer === pointer),
        `${id} does not mask ${pointer}`,
      );
    }
  }
  assert.ok(marked > 0);
});

test("Python writes the span and the metrics", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const cases = join(exported.folder, "tracing.json");
  writeFileSync(cases, JSON.stringify({ handoffs, message }));
  const folder = join(exported.out, "tracing");
  must(
    ask(join(programs, "mypy"), [
      "--strict",
      "--no-incremental",
      join(folder, "python", "baton_tracing.py"),
    ]),
    "mypy",
  );
  const told = ask(join(programs, "python"), [join(here, "tracing_judge.py"), folder, cases]);
  judge(JSON.parse(must(told, "tracing_judge.py")));
});

test("TypeScript writes the span and the metrics", async () => {
  const require = nodeJudges();
  if (!require) return;
  const [packages] = require.resolve.paths("@opentelemetry/api");
  symlinkSync(packages, join(exported.folder, "node_modules"));
  const built = join(exported.folder, "built");
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "es2023",
    lib: ["es2023", "dom"],
    noUncheckedIndexedAccess: true,
    types: [],
    outDir: built,
    rootDir: join(exported.out, "tracing"),
    skipLibCheck: true,
  };
  writeFileSync(join(exported.folder, "package.json"), JSON.stringify({ type: "module" }));
  const project = join(exported.folder, "tsconfig.json");
  writeFileSync(
    project,
    JSON.stringify({ compilerOptions, include: [join(exported.out, "tracing", "**", "*.ts")] }),
  );
  must(
    ask(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", project]),
    "tsc",
  );
  const sdk = require("@opentelemetry/sdk-trace-base");
  const { HandoffTracing } = await import(
    pathToFileURL(join(built, "typescript", "baton_tracing.js")).href
  );
  const exporter = new sdk.InMemorySpanExporter();
  const provider = new sdk.BasicTracerProvider({
    spanProcessors: [new sdk.SimpleSpanProcessor(exporter)],
  });
  const counters = {};
  const count = (name, value, { handoff }) => {
    if (handoff === "h") counters[name] = (counters[name] ?? 0) + value;
  };
  const instrument = (name) => ({
    add: (value, labels) => count(name, value, labels),
    record: (_, labels) => count(name, 1, labels),
  });
  const meter = { createCounter: instrument, createHistogram: instrument };
  const tracing = new HandoffTracing(handoffs, { tracer: provider.getTracer("judge"), meter });
  await tracing.transfer("h", message, async (transfer) => {
    transfer.validated(true);
    transfer.retried();
    transfer.acknowledged();
  });
  await assert.rejects(
    tracing.transfer("h", message, async (transfer) => {
      transfer.fellBack("clerk");
      throw new Error("down");
    }),
    /down/,
  );
  await tracing.transfer("h", message, async (transfer) => {
    transfer.validated(false, "amount is missing");
    transfer.deadLettered();
  });
  await tracing.transfer("h", message, async (transfer) => transfer.rolledBack());
  const spans = exporter
    .getFinishedSpans()
    .map(({ name, status, attributes }) => ({ name, error: status.code === 2, attributes }));
  judge({ spans, counters });
});
