/** Registries at the edges of life, made instead of recorded: nothing drawn, one agent, five thousand, labels that attack. */
import type { DrawnBox, DrawnLine, Handoff, Json, Kind, StoredRecord } from "../../platform";
import { madeAudit } from "./auditing";
import type { Recorded } from "./main";
import type { PlainDrawing } from "./packed";

export const SAMPLES: Readonly<Record<string, (base: Recorded) => Recorded>> = {
  nothing: (base) => ({ ...base, records: [], findings: [], drawings: {} }),
  empty: (base) => madeOf(base, 0, []),
  one: (base) => madeOf(base, 1, []),
  few: (base) => madeOf(base, 3, []),
  large: (base) => madeOf(base, 5000, []),
  hostile: (base) => madeOf(base, HOSTILE.length, HOSTILE, 4),
};

const MARKS_OF_DIRECTION = "\u202Eevil\u202C";
export const HOSTILE: readonly string[] = [
  '<img src=x onerror="window.__hacked=1">',
  "<script>window.__hacked=1</script>",
  "javascript:window.__hacked=1",
  "[click](javascript:window.__hacked=1)",
  "سطح المكتب للدعم الفني والمبيعات",
  `${MARKS_OF_DIRECTION} מוקד שירות`,
  "👩🏽‍🚀🧑‍🤝‍🧑 emoji 🏳️‍🌈",
  "W".repeat(200),
  "客户服务与技术支持部门的自动分诊代理人员名单",
  "a",
  `${"word ".repeat(39)}end.`,
  "{{7*7}} %s %n \\u0000",
];

const COLUMNS = 100;
const STEP = { x: 320, y: 140 };
const CARD = { width: 208, height: 84 };

function madeOf(
  base: Recorded,
  count: number,
  names: readonly string[],
  columns = COLUMNS,
): Recorded {
  const topology = "made";
  const records: StoredRecord[] = [];
  const put = (kind: Kind, id: string, fields: Readonly<Record<string, Json>>) =>
    records.push({ kind, id, revision: 1, record: { id, ...fields } });
  const owned: Readonly<Record<string, Json>> = names.length > 0 ? { team: "team" } : {};
  put("topology", topology, { name: names[0] ?? "Made", purpose: names[1] ?? "", ...owned });
  if (names[0] !== undefined) put("team", "team", { name: names[0] });
  const agents = Array.from({ length: count }, (_, i) => `agent-${i}`);
  const boxes = agents.map((id, i): DrawnBox => {
    const name = names[i] ?? `Agent ${i}`;
    put("agent", id, { name, ...owned, ...(names.length > 0 && { capabilities: [name] }) });
    return {
      subject: { kind: "agent", id },
      kind: "agent",
      x: (i % columns) * STEP.x,
      y: Math.floor(i / columns) * STEP.y,
      ...CARD,
      pinned: false,
      collapsed: false,
      members: 0,
    };
  });
  const lines: DrawnLine[] = [];
  const join = (from: number, to: number) => {
    const a = boxes[from];
    const b = boxes[to];
    if (!a || !b || from === to) return;
    const id = `handoff-${lines.length}`;
    put("handoff", id, { topology, from: a.subject.id, to: b.subject.id });
    const start = { x: a.x + a.width, y: a.y + a.height / 2 };
    const end = { x: b.x, y: b.y + b.height / 2 };
    const middle = (start.x + end.x) / 2;
    lines.push({
      id: `handoff:${id}`,
      kind: "transfer",
      subject: { kind: "handoff", id },
      from: a.subject,
      to: b.subject,
      points: [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end],
      heading: "right",
      label: null,
      label_at: { x: middle, y: (start.y + end.y) / 2 },
      to_people: false,
      parallel: null,
      is_default: false,
    });
  };
  for (let i = 0; i + 1 < count; i++) join(i, i + 1);
  for (let i = 0; i < count / 2; i++) join(i, i + columns);
  const rows = Math.ceil(count / columns);
  const bounds = {
    x: 0,
    y: 0,
    width: Math.min(count, columns) * STEP.x,
    height: rows * STEP.y,
  };
  const drawing: PlainDrawing = { topology, boxes, lines, bounds };
  const handoffs = records.flatMap(({ kind, record }) =>
    kind === "handoff" ? [record as unknown as Handoff] : [],
  );
  const audit = madeAudit(base.audit, handoffs);
  return { ...base, records, findings: [], drawings: { [topology]: drawing }, audit };
}
