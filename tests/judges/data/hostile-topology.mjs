// A topology whose words try to break out of strings, comments, documentation and templates, and whose ids are one after they were made
// names of a language.
const WORDS = `"""\\ '''"; import os\n# x\n"\u202e{{x}} \${y} %s \\N{BULLET} */ --- !!python/object`;
const LINE = `a "quoted" \\ """ name {{x}}`;
const put = (kind, record) => ({ op: "put", kind, record });
const agents = ["class", "None", "x.b", "x-b", "x_b", "print"];

export const hostileTopology = [
  put("team", { id: "hostile", name: WORDS }),
  put("topology", { id: "hostile", name: WORDS, purpose: WORDS, team: "hostile" }),
  put("outcome", { id: "hostile-end", topology: "hostile", name: WORDS, good: true }),
  put("agent", {
    id: "hostile-desk",
    name: "Desk",
    kind: "human",
    role: { scope: { text: WORDS } },
  }),
  ...agents.map((id) =>
    put("agent", {
      id,
      name: id === "x_b" ? "Desk" : `${LINE} of ${id}`,
      team: "hostile",
      capabilities: [WORDS, `hostile ${id}`],
      tools: [{ name: WORDS, irreversible: true }],
      role: { scope: { text: WORDS, topics: [WORDS] }, authority: [{ action: WORDS }] },
    }),
  ),
  put("entry", { id: "hostile-entry", topology: "hostile", agent: "class" }),
  ...[...agents, "hostile-desk"].slice(1).map((to, index) =>
    put("handoff", {
      id: `hostile-${index}`,
      topology: "hostile",
      from: agents[index],
      to,
      trigger: { on: "intent", value: WORDS, condition: WORDS },
      gate: {
        question: WORDS,
        summary: WORDS,
        proposed_action: WORDS,
        branches: [{ answer: WORDS }, { answer: "no", goes_to: { outcome: "hostile-end" } }],
      },
    }),
  ),
  put("handoff", {
    id: "hostile-done",
    topology: "hostile",
    from: "hostile-desk",
    to: { outcome: "hostile-end" },
    trigger: { on: "keyword", value: [WORDS, '"'] },
  }),
];
