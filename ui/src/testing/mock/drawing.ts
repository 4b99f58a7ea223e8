/** A drawing for a registry in memory: boxes where their placements or an earlier drawing say, straight lines between them. */
import type {
  CapabilityQuery,
  DrawnBox,
  DrawnLine,
  Group,
  Handoff,
  Kind,
  Placement,
  StoredRecord,
  Target,
} from "../../platform";
import type { PlainDrawing } from "./packed";

const SIZES = {
  agent: { width: 208, height: 92 },
  outcome: { width: 146, height: 40 },
  entry: { width: 124, height: 40 },
  note: { width: 208, height: 42 },
  query: { width: 208, height: 72 },
  group: { width: 248, height: 92 },
} as const;
const PADDING = 20;
const HEADER = 36;

type Place = Pick<DrawnBox, "x" | "y">;

/** `known` gives the places of boxes that no placement names. */
export function drawingOf(
  topology: string,
  records: readonly StoredRecord[],
  known: PlainDrawing,
): PlainDrawing {
  const desk = readingOf(topology, records, known);
  const boxes = [...cardsOf(desk)];
  const groups = groupsOf(desk, boxes);
  const put = hiddenIn(desk, groups);
  const shown = [
    ...groups.filter((box) => !put.has(keyOf(box.subject))),
    ...boxes.filter((box) => !put.has(keyOf(box.subject))),
  ];
  const at = new Map(shown.map((box) => [keyOf(box.subject), box]));
  for (const [key, group] of put) {
    const inner = boxes.find((box) => keyOf(box.subject) === key);
    const outer = groups.find((box) => box.subject.id === group);
    if (inner && outer) at.set(keyOf(inner.subject), outer);
  }
  return { topology, boxes: shown, lines: linesOf(desk, at, known), bounds: boundsOf(shown) };
}

function boundsOf(boxes: readonly DrawnBox[]): PlainDrawing["bounds"] {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

interface Reading {
  readonly records: readonly StoredRecord[];
  readonly topology: string;
  readonly handoffs: readonly Handoff[];
  readonly groups: readonly Group[];
  readonly places: ReadonlyMap<string, Placement>;
  readonly before: ReadonlyMap<string, DrawnBox>;
  readonly fallback: Place;
}

function readingOf(
  topology: string,
  records: readonly StoredRecord[],
  known: PlainDrawing,
): Reading {
  const places = new Map<string, Placement>();
  const handoffs: Handoff[] = [];
  const groups: Group[] = [];
  for (const { kind, record } of records) {
    if ((record as { topology?: string }).topology !== topology) continue;
    if (kind === "placement") {
      const placement = record as unknown as Placement;
      places.set(keyOf(placement.subject), placement);
    } else if (kind === "handoff") handoffs.push(record as unknown as Handoff);
    else if (kind === "group") groups.push(record as unknown as Group);
  }
  const before = new Map(known.boxes.map((box) => [keyOf(box.subject), box]));
  const fallback = { x: known.bounds.x + known.bounds.width + 40, y: known.bounds.y };
  return { records, topology, handoffs, groups, places, before, fallback };
}

function cardsOf(desk: Reading): DrawnBox[] {
  const { records, topology, handoffs, places } = desk;
  const drawn = new Set(
    handoffs.flatMap(({ from, to }) => [from, ...(typeof to === "string" ? [to] : [])]),
  );
  const boxes: DrawnBox[] = [];
  for (const { kind, id, record } of records) {
    if (kind !== "agent" && kind !== "outcome" && kind !== "entry" && kind !== "note") continue;
    const here = (record as { topology?: string }).topology === topology;
    if (
      kind === "agent"
        ? drawn.has(id) || places.has(`agent:${id}`) || desk.before.has(`agent:${id}`)
        : here
    )
      boxes.push(boxAt(desk, kind, { kind, id }, boxes.length));
  }
  for (const { id, to } of handoffs)
    if (isQuery(to)) boxes.push(boxAt(desk, "query", { kind: "handoff", id }, boxes.length));
  return boxes;
}

function boxAt(
  { places, before, fallback }: Reading,
  kind: keyof typeof SIZES,
  subject: DrawnBox["subject"],
  nth: number,
): DrawnBox {
  const place = places.get(keyOf(subject));
  const old = before.get(keyOf(subject));
  return {
    subject,
    kind,
    x: place?.x ?? old?.x ?? fallback.x,
    y: place?.y ?? old?.y ?? fallback.y + nth * 8,
    width: place?.width ?? old?.width ?? SIZES[kind].width,
    height: place?.height ?? old?.height ?? SIZES[kind].height,
    pinned: place?.pinned ?? false,
    collapsed: false,
    members: 0,
  };
}

/** Open groups stand around what they hold. */
function groupsOf(desk: Reading, boxes: readonly DrawnBox[]): DrawnBox[] {
  return desk.groups.map((group, i) => {
    const subject = { kind: "group", id: group.id } as const;
    const members = boxes.filter((box) => desk.places.get(keyOf(box.subject))?.group === group.id);
    const collapsed = desk.places.get(keyOf(subject))?.collapsed ?? false;
    const own = { ...boxAt(desk, "group", subject, i), collapsed, members: members.length };
    if (members.length === 0) return own;
    const x = Math.min(...members.map((box) => box.x)) - PADDING;
    const y = Math.min(...members.map((box) => box.y)) - HEADER;
    if (collapsed) return { ...own, x, y, ...SIZES.group };
    return {
      ...own,
      x,
      y,
      width: Math.max(...members.map((box) => box.x + box.width)) + PADDING - x,
      height: Math.max(...members.map((box) => box.y + box.height)) + PADDING - y,
    };
  });
}

/** What is put away, and the closed group that it is in. */
function hiddenIn(
  { places, groups: records }: Reading,
  groups: readonly DrawnBox[],
): Map<string, string> {
  const closed = new Set(groups.filter((box) => box.collapsed).map((box) => box.subject.id));
  const hidden = new Map<string, string>();
  for (const [key, { group }] of places) if (group && closed.has(group)) hidden.set(key, group);
  for (const { id, parent } of records)
    if (parent && closed.has(parent)) hidden.set(`group:${id}`, parent);
  return hidden;
}

function linesOf(
  { handoffs, before }: Reading,
  at: ReadonlyMap<string, DrawnBox>,
  known: PlainDrawing,
): DrawnLine[] {
  const old = new Map(known.lines.map((line) => [line.id, line]));
  const wanted = [
    ...known.lines.filter(({ kind }) => kind === "entry" || kind === "fallback"),
    ...handoffs.map((handoff) => lineOf(handoff, old.get(`handoff:${handoff.id}`))),
  ];
  return wanted.flatMap((line) => {
    const from = at.get(keyOf(line.from));
    const to = at.get(keyOf(line.to));
    if (!from || !to || from === to) return [];
    const ends = { from: from.subject, to: to.subject };
    const still = [from, to].every((box) => {
      const old = before.get(keyOf(box.subject));
      return !box.collapsed && old?.x === box.x && old.y === box.y;
    });
    return [still && line.points.length > 1 ? line : straight({ ...line, ...ends }, from, to)];
  });
}

function keyOf({ kind, id }: { readonly kind: Kind; readonly id: string }): string {
  return `${kind}:${id}`;
}

function isQuery(to: Target): to is CapabilityQuery {
  return typeof to !== "string" && "capabilities" in to;
}

function lineOf(handoff: Handoff, old: DrawnLine | undefined): DrawnLine {
  const { id, from, to, contract, version } = handoff;
  const target =
    typeof to === "string"
      ? ({ kind: "agent", id: to } as const)
      : "outcome" in to
        ? ({ kind: "outcome", id: to.outcome } as const)
        : ({ kind: "handoff", id } as const);
  const kept = old?.from.id === from && old.to.id === target.id ? old.points : [];
  return {
    id: `handoff:${id}`,
    kind: handoff.mode ?? "transfer",
    subject: { kind: "handoff", id },
    from: { kind: "agent", id: from },
    to: target,
    points: kept,
    heading: old?.heading ?? "right",
    label: contract ? `${contract}@${version ?? ""}` : null,
    label_at: old?.label_at ?? { x: 0, y: 0 },
    to_people: old?.to_people ?? false,
    parallel: handoff.parallel_group ?? null,
    is_default: false,
  };
}

function straight(line: DrawnLine, from: DrawnBox, to: DrawnBox): DrawnLine {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const middle = (start.x + end.x) / 2;
  return {
    ...line,
    points: [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end],
    heading: "right",
    label_at: { x: middle, y: (start.y + end.y) / 2 },
  };
}
