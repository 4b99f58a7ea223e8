// Exported state machines: well-formed SCXML of the shape that the W3C asks for, whose walk finds the moves of the routing table.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { Exported } from "./lib/exported.mjs";
import { nodeJudges } from "./lib/node.mjs";

const SCXML = "http://www.w3.org/2005/07/scxml";
/** What may stand in what (W3C SCXML 1.0, sections 3 to 5), as far as these machines use it. */
const CONTENT = {
  scxml: ["datamodel", "state", "final"],
  datamodel: ["data"],
  data: [],
  state: ["onentry", "transition"],
  onentry: ["assign"],
  transition: ["assign", "send"],
  assign: [],
  send: [],
  final: [],
};
const ATTRIBUTES = {
  scxml: ["xmlns", "version", "datamodel", "name", "initial"],
  datamodel: [],
  data: ["id", "expr"],
  state: ["id"],
  onentry: [],
  transition: ["event", "cond", "target"],
  assign: ["location", "expr"],
  send: ["event"],
  final: ["id"],
};
const NC_NAME = /^[A-Za-z_][\w.-]*$/;

let exported;
let machines;

before(() => {
  exported = new Exported("state-machine");
  const folder = join(exported.out, "state-machine");
  const read = (path) => readFileSync(join(folder, path), "utf8");
  const paths = readdirSync(folder).filter((path) => path.endsWith(".json"));
  machines = paths.map((path) => ({
    path,
    table: JSON.parse(read(path)),
    text: read(path.replace(/json$/, "scxml")),
  }));
});
after(() => exported?.remove());

function parsed({ JSDOM }, text, path) {
  const { window } = new JSDOM();
  const document = new window.DOMParser().parseFromString(text, "application/xml");
  assert.equal(document.querySelector("parsererror")?.textContent, undefined, path);
  return document.documentElement;
}

/** A machine that is run: the little of the standard that these machines use, read from the file alone. */
class Run {
  constructor(root) {
    this.root = root;
    this.states = new Map([...root.children].filter(({ id }) => id).map((one) => [one.id, one]));
    this.data = Object.fromEntries(
      [...root.querySelectorAll("data")].map((one) => [one.id, Number(one.getAttribute("expr"))]),
    );
    this.sent = [];
    this.enter(root.getAttribute("initial"));
  }

  enter(id) {
    this.state = id;
    const entered = this.states.get(id);
    assert.ok(entered, id);
    for (const one of entered.querySelectorAll(":scope > onentry > *")) this.perform(one);
  }

  value(expression, event) {
    const names = Object.keys(this.data);
    const run = new Function("_event", ...names, `return (${expression});`);
    return run(event, ...names.map((name) => this.data[name]));
  }

  perform(one) {
    if (one.localName === "send") this.sent.push(one.getAttribute("event"));
    else this.data[one.getAttribute("location")] = this.value(one.getAttribute("expr"), {});
  }

  /** Takes the first transition in document order whose event and condition fit. */
  send(name, data = {}) {
    for (const one of this.states.get(this.state).querySelectorAll(":scope > transition")) {
      if (one.getAttribute("event") !== name) continue;
      let holds = false;
      try {
        holds = Boolean(this.value(one.getAttribute("cond") ?? "true", { data }));
      } catch (error) {
        // A condition that cannot be told is false (5.9.1); one that does not parse is a fault.
        assert.notEqual(error.name, "SyntaxError", one.getAttribute("cond"));
      }
      if (!holds) continue;
      for (const content of one.children) this.perform(content);
      if (one.hasAttribute("target")) this.enter(one.getAttribute("target"));
      return true;
    }
    return false;
  }
}

/** What would set off a trigger, as an event's data. */
function dataFor({ on = "done", value }) {
  const clauses = on?.any ?? on?.all;
  if (clauses) {
    const all = clauses.map(dataFor);
    return on.any ? all[0] : Object.assign({}, ...all);
  }
  const less = on === "confidence_below" || on === "sentiment";
  if (value === undefined || value === null) return { [on]: true };
  if (Array.isArray(value)) return { [on]: value[0] };
  if (typeof value !== "number") return { [on]: value };
  return { [on]: less ? value - 1 : value + 1 };
}

/** Whether a trigger is set off, read from the table. */
function isSetOff({ on = "done", value, otherwise }, data) {
  if (otherwise) return true;
  if (on?.any) return on.any.some((clause) => isSetOff(clause, data));
  if (on?.all) return on.all.every((clause) => isSetOff(clause, data));
  const told = data[on];
  if (value === undefined || value === null) return Boolean(told);
  if (told === undefined) return false;
  if (Array.isArray(value)) return value.includes(told);
  if (on === "confidence_below" || on === "sentiment") return told < value;
  if (on === "load" || on === "authority_limit") return told > value;
  if (on === "elapsed" || on === "repeated_clarification") return told >= value;
  return told === value;
}

test("every machine has the shape that the standard asks for", () => {
  const require = nodeJudges();
  if (!require) return;
  assert.ok(machines.length > 14, String(machines.length));
  for (const { path, text } of machines) {
    const root = parsed(require("jsdom"), text, path);
    const ids = new Set();
    const finals = root.querySelectorAll("final");
    for (const one of [root, ...root.querySelectorAll("*")]) {
      const name = one.localName;
      assert.equal(one.namespaceURI, SCXML, path);
      for (const { localName } of one.children) {
        assert.ok(CONTENT[name]?.includes(localName), `${path}: ${localName} in ${name}`);
      }
      for (const { name: attribute } of one.attributes) {
        assert.ok(ATTRIBUTES[name].includes(attribute), `${path}: ${attribute} of ${name}`);
      }
      if (!one.id) continue;
      assert.match(one.id, NC_NAME, path);
      assert.ok(!ids.has(one.id), `${path}: ${one.id} twice`);
      ids.add(one.id);
    }
    assert.ok(finals.length > 0, path);
    assert.ok(ids.has(root.getAttribute("initial")), path);
    for (const one of root.querySelectorAll("transition[target]")) {
      assert.ok(ids.has(one.getAttribute("target")), `${path}: ${one.getAttribute("target")}`);
    }
    for (const one of root.querySelectorAll("assign")) {
      assert.ok(ids.has(one.getAttribute("location")), path);
    }
  }
});

test("a walk of the machine finds the moves of the table", () => {
  const require = nodeJudges();
  if (!require) return;
  const seen = { moves: 0, fallbacks: 0, loops: 0, delegations: 0 };
  for (const { path, table, text } of machines) {
    const root = parsed(require("jsdom"), text, path);
    const at = (id) => {
      const run = new Run(root);
      run.enter(id);
      return run;
    };
    for (const entry of table.entries) {
      const run = new Run(root);
      if (table.entries.length > 1) assert.ok(run.send(`entry.${entry.id}`), entry.id);
      assert.equal(run.state, `agent.${entry.agent}`, path);
    }
    for (const move of table.moves) {
      const from = `agent.${move.from}`;
      const data = dataFor(move.trigger);
      const run = at(from);
      const of = `${path}: ${move.handoff} with ${JSON.stringify(data)}`;
      if (move.mode === "delegate") {
        assert.equal(run.send(`call.${move.handoff}`, data), !move.condition, of);
        const sent = move.condition ? [] : [`delegate.${move.handoff}`];
        assert.deepEqual([run.state, run.sent], [from, sent], of);
        seen.delegations += 1;
        continue;
      }
      // A condition over the payload cannot be told without one, so such moves are passed over by both.
      const expected = table.moves.find(
        (one) =>
          one.from === move.from &&
          one.mode === "transfer" &&
          !one.condition &&
          isSetOff(one.trigger, data),
      );
      assert.equal(run.send("route", data), expected !== undefined, of);
      if (expected) {
        assert.equal(run.state, `handoff.${expected.handoff}`, of);
        seen.moves += 1;
      }
      walkHandoff(at, move, seen, path);
    }
  }
  console.log(`state machines: ${machines.length}, ${JSON.stringify(seen)}.`);
  assert.ok(seen.moves > 200 && seen.fallbacks > 150 && seen.loops >= 10 && seen.delegations > 5);
});

/** Delivery, every fallback, rejection and the loop limit of one handoff. */
function walkHandoff(at, move, seen, path) {
  const state = `handoff.${move.handoff}`;
  const of = `${path}: ${move.handoff}`;
  for (const agent of move.agents) {
    const run = at(state);
    assert.ok(run.send("handoff.delivered", { agent }), of);
    assert.equal(run.state, `agent.${agent}`, of);
  }
  if (move.outcome) {
    const run = at(state);
    assert.ok(run.send("handoff.delivered"), of);
    assert.equal(run.state, `outcome.${move.outcome}`, of);
  }
  for (const [index, fallback] of move.fallbacks.entries()) {
    const run = at(state);
    for (let tries = 0; tries <= move.retries + index; tries += 1) run.send("handoff.unavailable");
    assert.ok(run.send("handoff.delivered"), of);
    assert.equal(run.state, `agent.${fallback}`, of);
    seen.fallbacks += 1;
  }
  const nobody = at(state);
  for (let tries = 0; tries <= move.retries + move.fallbacks.length; tries += 1) {
    assert.equal(nobody.state, state, of);
    nobody.send("handoff.unavailable");
  }
  assert.equal(nobody.state, move.dead_letter ? "dead-letter" : "dropped", of);
  const ends = { dead_letter: "dead-letter", fallback_owner: "fallback-owner" };
  const handled = ({ kind, to }, none) =>
    ({ fallback: `agent.${to}`, return_to_sender: `agent.${to}` })[kind] ?? ends[kind] ?? none;
  const rejected = at(state);
  assert.ok(rejected.send("handoff.rejected"), of);
  assert.equal(rejected.state, handled(move.handler, "dropped"), of);
  if (!move.loop_limit || move.condition) return;
  const run = at(`agent.${move.from}`);
  const data = dataFor(move.trigger);
  for (let use = 0; use < move.loop_limit; use += 1) {
    run.send("route", data);
    // Another move of a smaller priority may take the same event.
    if (run.state !== state) return;
    run.enter(`agent.${move.from}`);
  }
  run.send("route", data);
  assert.equal(run.state, handled(move.loop_handler, "killed"), of);
  seen.loops += 1;
}
