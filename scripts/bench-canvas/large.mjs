// Large registries for benchmarks: a flow with branches, short cuts and loops back, as support organisations draw them.

const TEAMS = 20;
/** From one agent to the next. */
const COLUMN = 320;
const ROW = 152;
const NAMES = [
  "Triage",
  "Billing",
  "Refunds",
  "Orders",
  "Returns",
  "Identity",
  "Claims",
  "Scheduling",
];
const PLACES = ["North", "South", "East", "West", "Central", "Overseas"];
const TAGS = [
  "orders",
  "refunds",
  "identity",
  "billing",
  "scheduling",
  "claims",
  "german",
  "french",
];

/** A seeded xorshift generator, so that every run draws the same. */
function randomNumbers() {
  let state = 0x9e3779b9;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Edits that make a registry with one topology `large` of that many agents and handoffs. */
export function largeRegistry(agents, handoffs) {
  const put = (kind, id, record) => ({ op: "put", kind, id, record });
  const edits = [
    put("topology", "large", { name: "Large" }),
    put("contract", "task", { name: "Task" }),
    {
      op: "put",
      kind: "contract_version",
      record: {
        contract: "task",
        version: "1.0.0",
        state: "published",
        payload_schema: { type: "object", properties: { order: { type: "string" } } },
      },
    },
    put("person", "ana", { name: "Ana", email: "ana@example.org" }),
    put("escalation_path", "path", {
      name: "Path",
      team: "team-0",
      steps: [{ after_minutes: 0, notify: { kind: "person", id: "ana" }, channel: "page" }],
    }),
    put("entry", "in", { topology: "large", agent: "agent-0", channel: "chat" }),
  ];
  for (let n = 0; n < TEAMS; n += 1) edits.push(put("team", `team-${n}`, { name: `Team ${n}` }));
  const rows = rowsOf(agents);
  edits.push(put("placement", "large.entry.in", place("entry", "in", -260, 26)));
  for (let n = 0; n < agents; n += 1) {
    edits.push(put("agent", `agent-${n}`, agent(n)));
    const x = Math.floor(n / rows) * COLUMN;
    const y = (n % rows) * ROW;
    edits.push(put("placement", `large.agent.agent-${n}`, place("agent", `agent-${n}`, x, y)));
  }
  for (const [n, [from, to]] of ends(agents, handoffs).entries())
    edits.push(put("handoff", `handoff-${n}`, handoff(n, from, to)));
  return edits;
}

/** Edits that add topologies of a thousand agents and half as many handoffs again, until there are so many agents. */
export function topologiesApart(agents) {
  const EACH = 1000;
  const all = largeRegistry(agents, 0);
  const edits = all.filter(
    ({ kind }) => kind !== "topology" && kind !== "entry" && kind !== "placement",
  );
  for (let first = 0; first < agents; first += EACH) {
    const count = Math.min(EACH, agents - first);
    const topology = `large-${first / EACH}`;
    edits.push({
      op: "put",
      kind: "topology",
      id: topology,
      record: { name: `Large ${first / EACH}` },
    });
    for (const [n, [from, to]] of ends(count, count + count / 2).entries()) {
      const record = handoff(n, first + from, first + to);
      edits.push({
        op: "put",
        kind: "handoff",
        id: `handoff-${first}-${n}`,
        record: { ...record, topology },
      });
    }
  }
  return edits;
}

function rowsOf(agents) {
  return Math.round(Math.sqrt(agents));
}

/** Everything has its place, close together: a window shows as much as it ever does. */
function place(kind, id, x, y) {
  return { topology: "large", subject: { kind, id }, x, y, pinned: true };
}

function agent(n) {
  const tag = (step) => TAGS[(n * step) % TAGS.length];
  return {
    name: `${NAMES[n % NAMES.length]} ${PLACES[(n >> 3) % PLACES.length]} ${n}`,
    kind: n % 50 === 7 ? "human" : n % 11 === 3 ? "supervisor" : n % 13 === 5 ? "tool" : "ai",
    team: `team-${n % TEAMS}`,
    role: { scope: { text: "Answers questions about orders" } },
    capabilities: [...new Set([tag(1), tag(3)])],
    languages: ["en"],
    behaviour: { resolves: 0.6 },
  };
}

function handoff(n, from, to) {
  const gate = n % 40 === 0 ? { gate: { reviewers: [{ kind: "person", id: "ana" }] } } : {};
  return {
    topology: "large",
    from: `agent-${from}`,
    to: `agent-${to}`,
    contract: "task",
    version: "1.0.0",
    mode: n % 7 === 0 ? "delegate" : "transfer",
    owner_model: "downstream",
    owners: [`team-${to % TEAMS}`],
    fallback_owner: { kind: "person", id: "ana" },
    escalation_path: "path",
    policy: { timeout_ms: 2000, loop_limit: 2, boundary_validation: true },
    ...gate,
  };
}

/**
 * About as many steps deep as wide, so that all of it has the shape of a window: most hand over to the next step, some to a
 * neighbour there, some back, few far away.
 */
function ends(agents, handoffs) {
  const random = randomNumbers();
  const width = rowsOf(agents);
  return Array.from({ length: handoffs }, (_, n) => {
    if (n + 1 < agents) return [Math.max(0, n + 1 - width), n + 1];
    const from = random(agents);
    const choice = random(100);
    if (choice === 0) return [from, random(agents)];
    if (choice < 15) return [from, Math.max(0, from - width)];
    return [from, Math.min(agents - 1, from + width - 1 + 2 * random(2))];
  });
}
