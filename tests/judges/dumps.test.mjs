// The scripts of `baton import --print-script`, run against the real packages: what they dump, imported, is what the sources say.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { ask } from "../../scripts/lib/process.mjs";
import { program } from "./lib/exported.mjs";
import { must } from "./lib/place.mjs";
import { pythonJudges } from "./lib/python.mjs";

const sources = fileURLToPath(new URL("./data/dumps", import.meta.url));
let folder;
let programs;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "baton-dumps-"));
  programs = pythonJudges();
});
after(() => rmSync(folder, { recursive: true, force: true }));

function baton(registry, ...args) {
  const env = { ...process.env, BATON_REGISTRY: join(folder, registry), BATON_USER: "judges" };
  return must(ask(program, args, { env, maxBuffer: 64 << 20 }), args[0]);
}

/** What a registry has after `format`'s script dumped `object` and the dump was imported: agents by name, handoffs as `from > to`. */
function dumped(format, object, ending, ...flags) {
  const script = join(folder, `dump_${format.replace("-", "_")}.py`);
  writeFileSync(script, baton("unused", "import", "--print-script", format));
  const env = { ...process.env, OPENAI_AGENTS_DISABLE_TRACING: "1" };
  const run = ask(join(programs, "python"), [script, object, ...flags], { cwd: sources, env });
  const file = join(folder, `desk${ending}`);
  writeFileSync(file, must(run, script));
  const registry = `${object.replace(":", "-")}.baton`;
  baton(registry, "init");
  baton(registry, "import", format, file);
  const list = (kind) => JSON.parse(baton(registry, "list", kind, "--format", "json")).records;
  const agents = new Map(list("agent").map((agent) => [agent.id, agent]));
  const end = (to) => (typeof to === "string" ? agents.get(to).origin.key : "END");
  return {
    agents: [...agents.values()].map((agent) => agent.name).sort(),
    handoffs: list("handoff")
      .map(({ from, to }) => `${agents.get(from).origin.key} > ${end(to)}`)
      .sort(),
    contracts: list("contract")
      .map((contract) => contract.name)
      .sort(),
  };
}

test("LangGraph", () => {
  if (!programs) return;
  const found = dumped("langgraph", "desk_langgraph:builder", ".graph.json");
  assert.deepEqual(found.agents, ["refunds", "triage"]);
  assert.deepEqual(found.handoffs, ["refunds > END", "triage > END", "triage > refunds"]);
});

test("the OpenAI Agents SDK, two agents of one name among them", () => {
  if (!programs) return;
  const found = dumped("openai-agents", "desk_openai:triage", ".agents.json");
  assert.deepEqual(found.agents, ["Assistant", "Assistant", "Judge", "Triage", "pay_back"]);
  const handoffs = ["Triage > Assistant", "Triage > Assistant (2)", "Assistant > Triage"];
  for (const handoff of [...handoffs, "Assistant (2) > Judge"])
    assert.ok(found.handoffs.includes(handoff), handoff);
  assert.ok(found.contracts.includes("Refund") && found.contracts.includes("Verdict"));
});

test("Google ADK", () => {
  if (!programs) return;
  const found = dumped("google-adk", "desk_adk:root_agent", ".adk.json");
  for (const name of ["triage", "refunds", "checker"]) assert.ok(found.agents.includes(name), name);
});

test("Google ADK, a workflow with another one in it", () => {
  if (!programs) return;
  const found = dumped("google-adk", "desk_adk_workflow:app", ".adk.json");
  assert.deepEqual(found.handoffs, [
    "apologist > writer",
    "billing > END",
    "billing > pay_out",
    "pay_out > END",
    "route_order > apologist",
    "route_order > billing",
    "route_order > pay_out",
    "route_order > tracker",
    "tracker > writer",
    "writer > END",
  ]);
});

test("Agent Framework, with the handoffs that were configured", () => {
  if (!programs) return;
  const found = dumped("agent-framework", "desk_framework:workflow", ".workflow.json");
  assert.deepEqual(found.agents, ["billing", "human-desk", "triage"]);
  const between = found.handoffs.filter((handoff) => !handoff.endsWith("END"));
  assert.deepEqual(between, ["billing > human-desk", "triage > billing"]);
});

test("a format without a script says which there are", () => {
  const refused = ask(program, ["import", "--print-script", "n8n"]);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /langgraph, openai-agents, google-adk, agent-framework/);
});
