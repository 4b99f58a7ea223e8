/** Registries at the edges of life, made instead of recorded: nothing drawn, one agent, five thousand, labels that attack. */
import type {
  CustomState,
  DrawnBox,
  DrawnLine,
  Finding,
  Handoff,
  Json,
  Kind,
  RecordKey,
  StoredRecord,
} from "../../platform";
import { madeAudit } from "./auditing";
import type { Recorded } from "./main";
import type { PlainDrawing } from "./packed";

export const SAMPLES: Readonly<Record<string, (base: Recorded) => Recorded>> = {
  nothing: (base) => ({ ...base, records: [], findings: [], drawings: {} }),
  empty: (base) => madeOf(base, 0, []),
  one: (base) => madeOf(base, 1, []),
  few: (base) => madeOf(base, 3, []),
  large: (base) => madeOf(base, 5000, []),
  findings: (base) => judgedOf(base, 200),
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

/** The sample with many findings, some of rules that users wrote, and a mistake in their file. */
function judgedOf(base: Recorded, count: number): Recorded {
  const handoffs = base.records.filter(({ kind }) => kind === "handoff");
  const way = wayOf(handoffs);
  const findings = Array.from({ length: count }, (_, i): Finding => {
    const rule = base.rules[i % base.rules.length];
    const handoff = handoffs[i % handoffs.length];
    const isOwn = i % 9 === 8;
    const hasWay = rule?.category === "topology" && !isOwn;
    return {
      key: `made-${i}`,
      code: isOwn ? "ACME001" : (rule?.code ?? ""),
      name: isOwn ? "refund-without-limit" : (rule?.name ?? ""),
      severity: rule?.severity ?? "advice",
      subject: { kind: "handoff", id: (hasWay ? way[0]?.id : handoff?.id) ?? "" },
      topology: i % 5 === 0 ? null : "sample-support",
      message: isOwn ? "Refunds go on without a limit; set one." : (rule?.summary ?? ""),
      why: "Refunds above the limit need a person.",
      path: hasWay ? way : [],
      fixes: [],
      silenced: null,
    };
  });
  const custom: CustomState = {
    file: "/home/maria/registries/support.rules.toml",
    there: true,
    rules: [
      {
        code: "ACME001",
        name: "refund-without-limit",
        severity: "warning",
        on: "handoff",
        topology: null,
        when: "to != null && to.id == 'refunds' && record.policy.timeout_ms == null",
        message: "Refunds go on without a limit; set one.",
        why: "Refunds above the limit need a person.",
        line: 3,
      },
    ],
    problems: [
      {
        code: "ACME002",
        line: 17,
        column: 16,
        message: "a handoff has no field `timeout` there",
        remedy: "did you mean timeout_ms?",
      },
    ],
  };
  return { ...base, findings, custom };
}

/** Three handoffs, each of which starts where the last one ended. */
function wayOf(handoffs: readonly StoredRecord[]): RecordKey[] {
  const ends = handoffs.map(({ kind, id, record }) => ({ kind, id, ...(record as Ends) }));
  for (const first of ends)
    for (const second of ends.filter(({ from }) => from === first.to))
      for (const third of ends.filter(({ from }) => from === second.to && from !== first.from))
        return [first, second, third].map(({ kind, id }) => ({ kind, id }));
  return [];
}

interface Ends {
  readonly from: string;
  readonly to: unknown;
}

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
