// Exported boundary guards, judged by what they let in: what Baton lets in and nothing else, with the same reason in all languages.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ask, root, targetDir } from "../../scripts/lib/process.mjs";
import { Exported } from "./lib/exported.mjs";
import { nodeJudges } from "./lib/node.mjs";
import { must } from "./lib/place.mjs";
import { pythonJudges } from "./lib/python.mjs";
import { example } from "./lib/rust.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const KINDS = ["guard-typescript", "guard-python", "guard-rust"];
/** Noon on the day of all messages. */
const NOW = Date.parse("2026-03-01T09:00:00Z");

let exported;
/** `{ handoff, text, accepted, about }`; `accepted` is what Baton says. */
let cases;
const answers = {};

const put = (kind, record) => ({ op: "put", kind, id: record.id, record });

/** A message that is complete, with some members of it changed. */
const message = (id, contract, payload, more = {}) => ({
  correlation_id: "c-1",
  handoff_id: id,
  attempt: 1,
  timestamp: "2026-03-01T08:59:00Z",
  source: { agent: "judge-a" },
  destination: { agent: "judge-b" },
  contract,
  message_type: "TASK",
  task_state: "in_progress",
  user_intent: { verbatim: "judge this" },
  payload,
  ...more,
});

before(() => {
  exported = new Exported("guard-typescript");
  const versions = exported.baton("list", "contract_version").records;
  const live = versions.filter(({ state }) => state !== "retired");
  const handoffs = new Map(live.map(({ id }, index) => [id, `judge-${index}`]));
  const edits = [
    put("topology", { id: "judges", name: "Judges" }),
    ...["judge-a", "judge-b"].map((id) => put("agent", { id, name: id })),
    ...live.map(({ id, contract, version }) =>
      put("handoff", {
        id: handoffs.get(id),
        topology: "judges",
        from: "judge-a",
        to: "judge-b",
        contract,
        version,
      }),
    ),
  ];
  const file = join(exported.folder, "handoffs.json");
  writeFileSync(file, JSON.stringify(edits));
  exported.baton("apply", file);
  exported.baton("export", ...KINDS, "--out", exported.out);
  cases = casesOf(exported.payloads(), new Map(live.map((one) => [one.id, one])), handoffs);
  judgedByBaton(cases);
});
after(() => exported?.remove());

/** Every payload in a message, and messages whose envelope is wrong. */
function casesOf(payloads, versions, handoffs) {
  const all = [];
  const add = (of, about, made, accepted) => {
    const text = typeof made === "string" ? made : JSON.stringify(made);
    all.push({ of, handoff: handoffs.get(of), text, about, accepted });
  };
  for (const { contract, version, payload, accepted, about } of payloads) {
    const of = `${contract}@${version}`;
    const states = versions.get(of)?.task_states ?? [];
    if (!handoffs.has(of)) continue;
    const task_state = states[0] ?? "in_progress";
    const made = message(`t-${all.length}`, { id: contract, version }, payload, { task_state });
    add(of, about, made, about.startsWith("example") ? accepted : undefined);
  }
  const of = "tree@1.0.0";
  const contract = { id: "tree", version: "1.0.0" };
  const whole = (more) => message(`t-${all.length}`, contract, { label: "a" }, more);
  add(of, "a whole one", whole({ expiry: "2026-03-01T09:00:01Z", use_count: 2, confidence: 1 }));
  for (const name of Object.keys(whole())) add(of, `without ${name}`, whole({ [name]: undefined }));
  for (const [name, values] of Object.entries({
    attempt: [0, 1.5, "1", 2],
    timestamp: [
      "yesterday",
      "2026-02-29T09:00:00Z",
      "2024-02-29t23:59:60z",
      "2026-03-01T09:00:0/Z",
    ],
    expiry: [null, 5, "2026-03-01"],
    source: [{}, { agent: "../x" }, { agent: "a\n" }, { agent: "a", version: "one" }],
    contract: [{ id: "tree", version: "1.0.1" }, { id: "wood", version: "1.0.0" }, { id: "tree" }],
    message_type: ["task", "RESULT"],
    task_state: ["done", "completed"],
    user_intent: [{}, { structured: { goal: "x" } }, { structured: [] }, "x"],
    context_digest: ["abc", `sha256:${"0".repeat(64)}`, `sha256:${"0".repeat(64)}\n`],
    confidence: [80, -0.1, 0.5],
    constraints: [[{ type: "budget", value: 5, unit: "EUR" }], [{ type: "mood", value: 5 }]],
    handoff_id: ["", "x".repeat(201), 7],
    more: [{ "": [] }],
  })) {
    for (const value of values)
      add(of, `${name} ${JSON.stringify(value)}`, whole({ [name]: value }));
  }
  const deep = (depth) =>
    `${'{"label":"a","parent":'.repeat(depth)}{"label":"a"}${"}".repeat(depth)}`;
  const raw = (payload, id) =>
    JSON.stringify(message(id, contract, 0)).replace('"payload":0', `"payload":${payload}`);
  for (const [about, text] of Object.entries({
    "no object": "[]",
    nothing: "null",
    "a text": '"x"',
    "nested 100 times": raw(deep(100), "deep-100"),
    "nested 300 times": raw(deep(300), "deep-300"),
    "nested 20000 times": raw(deep(20_000), "deep-20000"),
    "a huge number": raw('{"label":"a","children":1e999}', "huge"),
    "half a character": raw('{"label":"\\ud800"}', "half"),
    "a member __proto__": raw('{"label":"a","__proto__":{"label":1}}', "proto"),
    "a payload __proto__": raw('{"__proto__":{"label":"a"}}', "proto-2"),
    "a contract called constructor": JSON.stringify(
      message("c", { id: "constructor", version: "__proto__" }, {}),
    ),
  })) {
    add(of, about, text);
  }
  return all;
}

/** Tells of each case whether Baton lets it in. Of examples it is known: `baton check` holds them against schema and invariants. */
function judgedByBaton(all) {
  const open = all.filter(({ accepted }) => accepted === undefined);
  for (const of of new Set(open.map((one) => one.of))) {
    const some = open.filter((one) => one.of === of);
    const lines = join(exported.folder, "lines.jsonl");
    writeFileSync(lines, some.map(({ text }) => text).join("\n"));
    const done = ask(
      join(targetDir, "debug", "baton"),
      ["payload", "check", of, lines, "--form", "message", "--registry", exported.file],
      { maxBuffer: 256 << 20 },
    );
    assert.ok(done.status === 0 || done.status === 1, done.stderr);
    const passed = new Set(done.stdout.split("\n"));
    for (const one of some) one.accepted = passed.has(one.text);
  }
}

/** Holds the reasons that a language gave, null for what it let in, against Baton's answers. */
function judge(language, reasons) {
  assert.equal(reasons.length, cases.length);
  let refusedNames = 0;
  for (const [index, { text, accepted, about, of }] of cases.entries()) {
    const says = `${language} says ${reasons[index]} of ${of}, ${about}: ${text.slice(0, 1000)}`;
    // Receivers in JavaScript take a member of this name for something else, so no guard lets it in.
    if (accepted && text.includes('"__proto__":')) {
      assert.equal(reasons[index], "malformed", says);
      refusedNames += 1;
    } else assert.equal(reasons[index] === null, accepted, says);
  }
  const accepted = reasons.filter((reason) => reason === null).length;
  console.log(`${language}: ${accepted} let in, ${reasons.length - accepted} not.`);
  assert.ok(accepted > 250 && reasons.length - accepted > 600 && refusedNames < 10);
  answers[language] = reasons;
}

test("TypeScript lets in what Baton does", async () => {
  const require = nodeJudges();
  if (!require) return;
  const folder = join(exported.out, "guards", "typescript");
  const built = join(exported.folder, "built");
  mkdirSync(built);
  const packages = join(targetDir, "judges", "node", "node_modules");
  for (const place of [folder, built]) symlinkSync(packages, join(place, "node_modules"));
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "es2024",
    resolveJsonModule: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
    types: [],
    outDir: built,
    rootDir: folder,
  };
  const project = join(folder, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  must(
    ask(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", project]),
    "tsc",
  );
  copyFileSync(join(folder, "package.json"), join(built, "package.json"));
  const { Guard, Rejection, MemoryStore } = await import(
    pathToFileURL(join(built, "guard.js")).href
  );
  const guards = new Map();
  const reasons = [];
  for (const { handoff, text } of cases) {
    if (!guards.has(handoff)) {
      guards.set(handoff, new Guard(handoff, new MemoryStore(), () => NOW));
    }
    const message = JSON.parse(text);
    const answer = await guards.get(handoff).accept(message);
    if (!(answer instanceof Rejection)) assert.equal(answer, message.payload);
    reasons.push(answer instanceof Rejection ? answer.reason : null);
  }
  judge("typescript", reasons);
  // Whatever is handed in, the answer is a rejection.
  const cyclic = { payload: {} };
  cyclic.payload.again = cyclic;
  const trap = new Proxy({}, { ownKeys: () => assert.fail("it looked") });
  for (const value of [undefined, cyclic, trap, () => 1, 5n, { a: undefined }, new Date()]) {
    const answer = await guards.get(cases[0].handoff).accept(value);
    assert.equal(answer instanceof Rejection, true);
    assert.match(answer.reason, /malformed|envelope_invalid/);
  }
});

test("Python lets in what Baton does", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const folder = join(exported.out, "guards", "python");
  must(
    ask(join(programs, "mypy"), ["--strict", "--no-incremental", "baton_guard"], { cwd: folder }),
    "mypy",
  );
  const file = join(exported.folder, "cases.json");
  writeFileSync(file, JSON.stringify(cases.map(({ handoff, text }) => [handoff, text])));
  const env = { ...process.env, PYTHONPATH: folder };
  const judged = ask(join(programs, "python"), [join(here, "guards_judge.py"), file], {
    env,
    maxBuffer: 256 << 20,
  });
  judge("python", JSON.parse(must(judged, "guards_judge.py")));
});

test("Rust lets in what Baton does", () => {
  const folder = join(exported.out, "guards", "rust");
  mkdirSync(join(folder, "examples"), { recursive: true });
  copyFileSync(join(here, "guards_judge.rs"), join(folder, "examples", "guards_judge.rs"));
  const program = example(folder, "guards_judge");
  const input = JSON.stringify(cases.map(({ handoff, text }) => [handoff, text]));
  judge("rust", JSON.parse(must(ask(program, [], { input, maxBuffer: 256 << 20 }), "the judge")));
});

test("all languages give the same reasons, each of them at least once", () => {
  const [first, ...others] = Object.entries(answers);
  const met = new Set(first?.[1]);
  for (const reason of [
    "malformed",
    "envelope_invalid",
    "wrong_contract",
    "version_not_accepted",
  ]) {
    assert.ok(met.has(reason), reason);
  }
  for (const reason of ["payload_invalid", "invariant_broken"]) assert.ok(met.has(reason), reason);
  for (const [language, reasons] of others) {
    for (const [index, reason] of reasons.entries()) {
      const { about, of, text } = cases[index];
      // What one parser reads and another does not is malformed for one of them.
      assert.equal(
        reason,
        first[1][index],
        `${language} and ${first[0]}: ${of}, ${about}: ${text.slice(0, 500)}`,
      );
    }
  }
});
