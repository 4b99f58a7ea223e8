// Exported skeletons, judged by the packages that they are for: they load, pass mypy, and their graphs, imported back, are what is drawn.
// Whatever differs is named in a note of the export.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { ask } from "../../scripts/lib/process.mjs";
import { hostileTopology } from "./data/hostile-topology.mjs";
import { arrows, drawn } from "./lib/drawn.mjs";
import { Exported, program } from "./lib/exported.mjs";
import { must } from "./lib/place.mjs";
import { pythonJudges } from "./lib/python.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
let exported;
let expected;
let notes;
let programs;
let ran;
let dumps;
/** What was imported, by format. */
const walked = new Map();

const pathsOf = (framework) =>
  Object.fromEntries(
    [...expected.topologies.keys()].map((id) => [
      id,
      join(exported.out, "skeletons", framework, `${id}.py`),
    ]),
  );

before(() => {
  exported = new Exported("pictures");
  const edits = join(exported.folder, "hostile.json");
  writeFileSync(edits, JSON.stringify(hostileTopology));
  exported.baton("apply", edits);
  notes = exported.baton(
    ...["export", "skeleton-langgraph", "skeleton-openai-agents", "--out", exported.out],
  ).notes;
  expected = drawn(exported);
  programs = pythonJudges();
  if (!programs) return;
  dumps = join(exported.folder, "dumps");
  const question = join(exported.folder, "skeletons.json");
  const asked = {
    langgraph: pathsOf("langgraph"),
    openai: pathsOf("openai-agents"),
    script: join(exported.folder, "dump_openai_agents.py"),
    out: dumps,
  };
  writeFileSync(question, JSON.stringify(asked));
  const printed = ask(program, ["import", "--print-script", "openai-agents"]);
  writeFileSync(asked.script, must(printed, "--print-script"));
  const done = ask(join(programs, "python"), [join(here, "skeletons_judge.py"), question], {
    maxBuffer: 64 << 20,
    env: { ...process.env, OPENAI_AGENTS_DISABLE_TRACING: "1" },
  });
  ran = JSON.parse(must(done, "skeletons_judge.py"));
});
after(() => exported?.remove());

/** What `baton import` makes of dumps, by topology: agents by their key in the file, handoffs as pairs of keys, `END` for an outcome. */
function imported(format, folder, ending) {
  if (walked.has(format)) return walked.get(format);
  const file = join(exported.folder, `${format}.baton`);
  const baton = (...args) => {
    const env = { ...process.env, BATON_REGISTRY: file, BATON_USER: "judges" };
    return JSON.parse(
      must(ask(program, [...args, "--format", "json"], { env, maxBuffer: 256 << 20 }), args[0]),
    );
  };
  baton("init");
  const files = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  baton("import", format, ...files);
  const agents = new Map(baton("list", "agent").records.map((agent) => [agent.id, agent]));
  const found = new Map();
  const of = (name) => {
    const id = name.slice(0, -ending.length);
    if (!found.has(id)) found.set(id, { agents: new Set(), pairs: [], carried: [] });
    return found.get(id);
  };
  for (const { origin } of agents.values()) of(origin.file).agents.add(origin.key);
  for (const { from, to, contract, version } of baton("list", "handoff").records) {
    const sender = agents.get(from).origin;
    const receiver = typeof to === "string" ? agents.get(to).origin.key : "END";
    of(sender.file).pairs.push([sender.key, receiver]);
    if (contract) of(sender.file).carried.push([sender.key, `${receiver} ${contract}@${version}`]);
  }
  walked.set(format, found);
  return found;
}

/** Fails unless a note of that file names everything that differs. */
function named(path, what, ...words) {
  const told = notes.some(
    (note) => note.path === path && words.every((word) => note.message.includes(word)),
  );
  assert.ok(told, `${path}: no note names ${what}`);
}

test("LangGraph skeletons have the agents and handoffs that are drawn", () => {
  if (!programs) return;
  const graphs = imported("langgraph", join(dumps, "langgraph"), ".graph.json");
  let differences = 0;
  for (const [id, { agents, handoffs }] of expected.topologies) {
    const path = `skeletons/langgraph/${id}.py`;
    const graph = graphs.get(id);
    assert.deepEqual([...graph.agents].sort(), [...agents].sort(), id);
    const drawnArrows = arrows(
      handoffs.flatMap(({ from, to, tos }) =>
        to.outcome ? [[from, "END"]] : tos.map((to) => [from, to]),
      ),
    );
    const found = arrows(graph.pairs);
    for (const arrow of drawnArrows.filter((arrow) => !found.includes(arrow))) {
      named(path, arrow, `no handoff leads to ${arrow.split(" -> ")[0]}:`);
      differences += 1;
    }
    for (const arrow of found.filter((arrow) => !drawnArrows.includes(arrow))) {
      const [from, to] = arrow.split(" -> ");
      if (to === "END") named(path, arrow, `nothing leads on from ${from}`);
      else named(path, arrow, `${from} returns to`, to);
      differences += 1;
    }
  }
  console.log(
    `LangGraph: ${graphs.size} graphs, ${differences} edges that LangGraph draws otherwise, each named.`,
  );
});

test("contracts go along in a dump of LangGraph, without their schemas", () => {
  if (!programs) return;
  const graphs = imported("langgraph", join(dumps, "langgraph"), ".graph.json");
  let carried = 0;
  for (const [id, { handoffs }] of expected.topologies) {
    const path = `skeletons/langgraph/${id}.py`;
    const graph = graphs.get(id);
    const pairs = arrows(graph.pairs);
    const found = new Set(arrows(graph.carried));
    const wanted = new Set();
    for (const { id: handoff, from, to, tos, contract, version } of handoffs) {
      if (!contract) continue;
      named(
        path,
        contract,
        "has no payload schemas",
        version ? `${contract}@${version}` : contract,
      );
      for (const receiver of to.outcome ? ["END"] : tos) {
        const arrow = `${from} -> ${receiver} ${contract}@${version}`;
        wanted.add(arrow);
        if (found.has(arrow)) carried += 1;
        else if (!pairs.includes(`${from} -> ${receiver}`))
          named(path, arrow, `no handoff leads to ${from}:`);
        else named(path, arrow, handoff, "LangGraph draws one edge for them");
      }
    }
    for (const arrow of found) assert.ok(wanted.has(arrow), `${path}: nobody drew ${arrow}`);
  }
  assert.ok(carried > 100, `${carried} contracts`);
  console.log(`LangGraph: ${carried} handoffs came back with contract and version.`);
});

test("a request goes through every LangGraph skeleton", () => {
  if (!programs) return;
  const counts = {};
  for (const [id, { ran: how }] of Object.entries(ran)) {
    counts[how] = (counts[how] ?? 0) + 1;
    assert.ok(["ended", "waits", "stopped"].includes(how), id);
  }
  assert.ok((counts.stopped ?? 0) <= 2, JSON.stringify(counts));
  console.log(`Requests that nobody did anything for: ${JSON.stringify(counts)}.`);
});

test("OpenAI Agents skeletons have the agents and handoffs that are drawn", () => {
  if (!programs) return;
  const walks = imported("openai-agents", join(dumps, "openai"), ".agents.json");
  let differences = 0;
  for (const [id, { agents, handoffs }] of expected.topologies) {
    const path = `skeletons/openai-agents/${id}.py`;
    const walk = walks.get(id);
    const nameOf = (agent) => {
      const { name } = expected.agents.get(agent);
      const shares = [...agents].some(
        (other) => other !== agent && expected.agents.get(other).name === name,
      );
      return shares ? `${name} (${agent})` : name;
    };
    const keyOf = (agent) => {
      const name = nameOf(agent);
      const found = [name, `mcp:${name}`, `tool:${name}`].filter((key) => walk.agents.has(key));
      assert.equal(found.length, 1, `${id}: ${agent} comes back as ${found}`);
      return found[0];
    };
    assert.deepEqual([...walk.agents].sort(), [...agents].map(keyOf).sort(), id);
    const between = walk.pairs.filter(([, to]) => to !== "END").map((pair) => pair.join(" -> "));
    for (const { id: handoff, from, tos, mode } of handoffs) {
      for (const to of tos) {
        const found = between.indexOf(`${keyOf(from)} -> ${keyOf(to)}`);
        if (found >= 0) {
          between.splice(found, 1);
          continue;
        }
        assert.equal(mode, "delegate", `${id}: ${handoff}`);
        named(path, handoff, from, to, "that is one tool");
        differences += 1;
      }
    }
    assert.deepEqual(between, [], id);
  }
  console.log(
    `OpenAI Agents: ${walks.size} walks, ${differences} second calls of one tool, each named.`,
  );
});

test("skeletons pass mypy", () => {
  if (!programs) return;
  const folder = join(exported.folder, "typed");
  mkdirSync(folder);
  const files = ["langgraph", "openai-agents"].flatMap((framework) =>
    Object.values(pathsOf(framework)).map((path, index) => {
      const to = join(folder, `${framework.replace("-", "_")}_${index}.py`);
      copyFileSync(path, to);
      return to;
    }),
  );
  const cache = join(dumps, "mypy");
  const done = ask(join(programs, "mypy"), ["--strict", "--cache-dir", cache, ...files], {
    cwd: folder,
    maxBuffer: 64 << 20,
  });
  assert.equal(done.status, 0, done.stdout.slice(0, 4000) + done.stderr);
});
