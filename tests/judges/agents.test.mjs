// Exports of agents, judged by the tools that they are for: A2A's SDK takes every card strictly and verifies its signature; pyagentspec loads
// every topology, with the agents and handoffs that are drawn; server.json has what the MCP registry asks for.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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
const KINDS = ["agent-cards", "agent-spec", "mcp"];

/** Topologies without people, rules and gates, which no template is: a swarm, and a manager that calls. */
const SHAPES = [
  { id: "peers", handoffs: "a>b b>c c>a a>end", transfer: true },
  { id: "desk", handoffs: "a>b a>c", transfer: false },
];

function shaped({ id, handoffs, transfer }) {
  const put = (kind, record) => ({ op: "put", kind, record });
  const pairs = handoffs.split(" ").map((pair) => pair.split(">"));
  const agents = [...new Set(pairs.flat())].filter((name) => name !== "end");
  return [
    put("topology", { id, name: `The ${id}` }),
    put("outcome", { id: `${id}-end`, topology: id, name: "Done", good: true }),
    ...agents.map((name) =>
      put("agent", { id: `${id}-${name}`, name, links: { a2a: "https://a.example/" } }),
    ),
    put("entry", { id: `${id}-entry`, topology: id, agent: `${id}-a` }),
    ...pairs.map(([from, to]) =>
      put("handoff", {
        id: `${id}-${from}-${to}`,
        topology: id,
        from: `${id}-${from}`,
        to: to === "end" ? { outcome: `${id}-end` } : `${id}-${to}`,
        mode: transfer ? "transfer" : "delegate",
        trigger: { decided_by: "model" },
      }),
    ),
  ];
}

let exported;
let expected;
let notes;
let answer;

const paths = (ending) =>
  readdirSync(join(exported.out, "agents"))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(exported.out, "agents", name));

before(() => {
  exported = new Exported("agent-spec");
  // Few templates say where their agents are served: here everybody is.
  const records = exported.baton("list", "agent").records;
  const edits = records.map(({ revision: _, record_kind, ...record }) => {
    const links = { a2a: `https://agents.example/${record.id}`, ...record.links };
    if (record.kind === "tool") links.mcp ??= `https://mcp.example/${record.id}`;
    return { op: "put", kind: record_kind, record: { ...record, links } };
  });
  const addressed = hostileTopology.map((edit) => {
    if (edit.kind !== "agent") return edit;
    const links = { a2a: "https://hostile.example/a2a" };
    return { ...edit, record: { ...edit.record, links } };
  });
  edits.push(...SHAPES.flatMap(shaped), ...addressed);
  const file = join(exported.folder, "links.json");
  writeFileSync(file, JSON.stringify(edits));
  exported.baton("apply", file);
  notes = exported.baton("export", ...KINDS, "--out", exported.out).notes;
  expected = drawn(exported);
  answer = judged();
});
after(() => exported?.remove());

/** Exports signed cards into a folder of their own; gives their paths. */
function sign(key) {
  const out = join(exported.folder, "signed");
  exported.baton("export", "agent-cards", "--out", out, "--sign-key", key);
  return readdirSync(join(out, "agents")).map((name) => join(out, "agents", name));
}

/** What the tools written in Python say; null where they cannot be had. */
function judged() {
  const programs = pythonJudges();
  if (!programs) return null;
  const specs = Object.fromEntries(
    [...expected.topologies.keys()].map((id) => [
      id,
      join(exported.out, "agent-spec", `${id}.yaml`),
    ]),
  );
  const key = join(exported.folder, "key.pem");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(key, privateKey.export({ type: "pkcs8", format: "pem" }));
  const signed = sign(key);
  const question = join(exported.folder, "agents.json");
  const asked = { cards: paths(".agent-card.json"), specs, signed, key };
  writeFileSync(question, JSON.stringify(asked));
  const done = ask(join(programs, "python"), [join(here, "agents_judge.py"), question], {
    maxBuffer: 64 << 20,
  });
  return JSON.parse(must(done, "agents_judge.py"));
}

test("a2a-sdk takes every card strictly", () => {
  if (!answer) return;
  const cards = Object.entries(answer.cards);
  for (const [path, problem] of cards) assert.equal(problem, null, path);
  assert.equal(cards.length, expected.agents.size);
  console.log(`a2a-sdk: ${cards.length} cards.`);
});

test("cards say which contracts go over an agent's handoffs", () => {
  const handoffs = [...expected.topologies.values()].flatMap((one) => one.handoffs);
  for (const id of expected.agents.keys()) {
    const card = JSON.parse(
      readFileSync(join(exported.out, "agents", `${id}.agent-card.json`), "utf8"),
    );
    const [{ uri, params }] = card.capabilities.extensions;
    assert.equal(params.agent, id);
    assert.equal(uri, "urn:baton:a2a:handoffs:1");
    const said = (list) => (list ?? []).flatMap((one) => one.handoffs ?? []).sort();
    const withContract = handoffs.filter((handoff) => handoff.contract);
    const ids = (of) =>
      withContract
        .filter(of)
        .map((handoff) => handoff.id)
        .sort();
    assert.deepEqual(
      said(params.emits),
      ids(({ from }) => from === id),
      id,
    );
    const takes = ({ tos, fallbacks }) => tos.includes(id) || fallbacks?.includes(id);
    assert.deepEqual(said(params.accepts), ids(takes), id);
  }
});

test("pyagentspec loads every topology, with the agents and handoffs that are drawn", () => {
  if (!answer) return;
  const types = {};
  for (const [id, { agents, handoffs }] of expected.topologies) {
    const spec = answer.specs[id];
    assert.equal(spec.error, undefined, `${id}: ${spec.error}`);
    types[spec.type] = (types[spec.type] ?? 0) + 1;
    assert.deepEqual(spec.agents, [...agents].sort(), id);
    const transfers = handoffs.filter(({ mode }) => mode !== "delegate");
    const calls = handoffs.filter(({ mode }) => mode === "delegate");
    const between = (list) => list.flatMap(({ from, tos }) => tos.map((to) => [from, to]));
    const loads = spec.type === "Flow" ? calls : handoffs;
    assert.deepEqual(arrows(spec.pairs), arrows(between(loads)), `${id}: calls`);
    if (spec.type !== "Flow") {
      const ends = transfers.filter(({ to }) => to.outcome).map((handoff) => handoff.id);
      assert.deepEqual(spec.ends, ends.sort(), `${id}: ends`);
      continue;
    }
    const ways = new Map();
    for (const [handoff, from, reached] of spec.ways) {
      ways.set(handoff, [...(ways.get(handoff) ?? []), { from, reached }]);
    }
    assert.deepEqual([...ways.keys()].sort(), transfers.map((handoff) => handoff.id).sort(), id);
    for (const handoff of transfers) {
      const found = ways.get(handoff.id);
      assert.ok(
        found.every(({ from }) => from === handoff.from),
        handoff.id,
      );
      const reached = found.flatMap((way) => way.reached).map(([kind, to]) => `${kind} ${to}`);
      const wanted = handoff.to.outcome
        ? [`outcome ${handoff.to.outcome}`]
        : handoff.tos.map((to) => `agent ${to}`);
      // Answers at a gate may lead elsewhere too.
      const answers = (handoff.gate?.branches ?? []).flatMap(({ goes_to }) =>
        goes_to ? [goes_to.outcome ? `outcome ${goes_to.outcome}` : `agent ${goes_to}`] : [],
      );
      const everybody = new Set(answers.length > 0 ? answers : wanted);
      if (handoff.gate?.branches?.some(({ goes_to }) => !goes_to))
        for (const to of wanted) everybody.add(to);
      assert.deepEqual([...new Set(reached)].sort(), [...everybody].sort(), handoff.id);
    }
    assert.ok(
      notes.some(
        ({ path, message }) => path.endsWith(`/${id}.yaml`) && message.startsWith("written as "),
      ),
      id,
    );
  }
  assert.ok(
    types.Flow > 10 && types.Swarm === 1 && types.ManagerWorkers === 1,
    JSON.stringify(types),
  );
  console.log(`pyagentspec: ${JSON.stringify(types)}.`);
});

test("a2a-sdk verifies the signature of every card, and of no card that was changed", () => {
  if (!answer) return;
  const signed = Object.entries(answer.signed);
  for (const [path, verified] of signed) assert.deepEqual(verified, [true, false, false], path);
  assert.equal(signed.length, expected.agents.size);
});

test("signed cards are current with the key and without it, until the registry moves on", () => {
  if (!answer) return;
  const out = join(exported.folder, "signed");
  const check = (...args) =>
    exported.baton("export", "agent-cards", "--out", out, "--check", ...args);
  assert.equal(check("--sign-key", join(exported.folder, "key.pem")).current, true);
  assert.equal(check().current, true);
  const edit = join(exported.folder, "edit.json");
  const record = { id: "desk-a", name: "Another", links: { a2a: "https://a.example/" } };
  writeFileSync(edit, JSON.stringify([{ op: "put", kind: "agent", record }]));
  exported.baton("apply", edit);
  const { current, notes } = check();
  assert.equal(current, false);
  assert.ok(notes.some(({ message }) => message.includes("its signature goes")));
});

test("a key that cannot be had is told in plain words and never shown", () => {
  const bad = join(exported.folder, "bad.pem");
  writeFileSync(bad, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
  const out = join(exported.folder, "unsigned");
  const failed = (key) => {
    const env = {
      ...process.env,
      BATON_REGISTRY: exported.file,
      DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere",
    };
    const words = ["export", "agent-cards", "--out", out, "--sign-key", key, "--format", "json"];
    const { status, stdout, stderr } = ask(program, words, { env });
    assert.doesNotMatch(stdout + stderr, /c2VjcmV0|secret/);
    return { status, said: stdout + stderr };
  };
  for (const [key, status, said] of [
    [bad, 2, /no P-256 private key/],
    [join(exported.folder, "none.pem"), 2, /none\.pem/],
    ["keychain:cards", 4, /no keychain that can be opened/],
  ]) {
    const answer = failed(key);
    assert.match(answer.said, said);
    assert.equal(answer.status, status, key);
  }
});

test("server.json has what the MCP registry asks for", () => {
  const tools = [...expected.agents.values()].filter(({ kind }) => kind === "tool");
  const files = paths(".server.json");
  assert.equal(files.length, tools.length);
  for (const path of files) {
    const server = JSON.parse(readFileSync(path, "utf8"));
    assert.match(
      server.$schema,
      /^https:\/\/static\.modelcontextprotocol\.io\/schemas\/2025-12-11\//,
    );
    assert.match(server.name, /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
    assert.ok(server.name.length <= 200 && server.version.length <= 255, path);
    for (const text of [server.description, server.title]) {
      assert.ok([...text].length >= 1 && [...text].length <= 100, text);
    }
    assert.doesNotMatch(server.version, /^[\^~<>=*]|latest|x$/);
    assert.deepEqual(
      server.remotes.map(({ type }) => type),
      ["streamable-http"],
    );
    assert.match(server.remotes[0].url, /^https?:\/\/[^\s{}]+$/);
    const known = "$schema _meta description name remotes repository title version".split(" ");
    for (const member of Object.keys(server)) assert.ok(known.includes(member), member);
    assert.deepEqual(Object.keys(server._meta), [
      "io.modelcontextprotocol.registry/publisher-provided",
    ]);
  }
  console.log(`MCP: ${files.length} servers.`);
});
