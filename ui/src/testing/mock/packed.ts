/** A drawing as the bytes in which the backend sends it; the layout is that of `baton_layout::packed`. */
import type { BoxKind, DrawnBox, DrawnLine, LineKind } from "../../platform";

export interface PlainDrawing {
  readonly topology: string;
  readonly boxes: readonly DrawnBox[];
  readonly lines: readonly DrawnLine[];
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

const NONE = 0xffffffff;
const BOX_KINDS: readonly BoxKind[] = ["agent", "outcome", "entry", "query", "note", "group"];
const LINE_KINDS: readonly string[] = [
  "transfer",
  "delegate",
  "entry",
  "fallback",
  "candidate",
] satisfies readonly LineKind[];
const HEADINGS = ["right", "down", "left", "up"] as const;

export function packed(drawing: PlainDrawing): ArrayBuffer {
  const { boxes, lines, bounds } = drawing;
  const strings: string[] = [];
  const places = new Map<string, number>();
  const text = (value: string | null | undefined) => {
    if (value === null || value === undefined) return NONE;
    const known = places.get(value);
    if (known !== undefined) return known;
    places.set(value, strings.length);
    strings.push(value);
    return strings.length - 1;
  };
  const boxAt = new Map(boxes.map(({ subject }, i) => [`${subject.kind}:${subject.id}`, i]));
  const end = ({ kind, id }: DrawnLine["from"]) => boxAt.get(`${kind}:${id}`) ?? 0;
  const first = [0];
  for (const line of lines) first.push((first[first.length - 1] ?? 0) + line.points.length);
  const doubles = [
    [bounds.x, bounds.y, bounds.width, bounds.height],
    boxes.flatMap(({ x, y, width, height }) => [x, y, width, height]),
    lines.flatMap(({ points }) => points.flatMap(({ x, y }) => [x, y])),
    lines.flatMap(({ label_at }) => [label_at.x, label_at.y]),
  ].flat();
  const words = [
    boxes.map(({ subject }) => text(subject.id)),
    boxes.map(({ members }) => members),
    lines.map(({ from }) => end(from)),
    lines.map(({ to }) => end(to)),
    first,
    lines.map(({ subject }) => text(subject.id)),
    lines.map(({ id, kind, subject }) =>
      id === `${kind === "entry" ? "entry" : "handoff"}:${subject.id}` ? NONE : text(id),
    ),
    lines.map(({ label }) => text(label)),
    lines.map(({ parallel }) => text(parallel)),
  ].flat();
  const small = [
    boxes.map(({ kind }) => BOX_KINDS.indexOf(kind)),
    boxes.map(({ pinned, collapsed }) => Number(pinned) + 2 * Number(collapsed)),
    lines.map(({ kind }) => LINE_KINDS.indexOf(kind)),
    lines.map(({ heading }) => HEADINGS.indexOf(heading)),
    lines.map(({ to_people, is_default }) => Number(to_people) + 2 * Number(is_default)),
  ].flat();
  const json = new TextEncoder().encode(JSON.stringify({ topology: drawing.topology, strings }));
  const size = 24 + 8 * doubles.length + 4 * words.length + small.length;
  const bytes = new Uint8Array(size + json.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x54, 0x4e, 0x31]);
  view.setUint32(4, boxes.length, true);
  view.setUint32(8, lines.length, true);
  view.setUint32(12, first[first.length - 1] ?? 0, true);
  view.setUint32(16, json.length, true);
  let at = 24;
  for (const value of doubles) {
    view.setFloat64(at, value, true);
    at += 8;
  }
  for (const value of words) {
    view.setUint32(at, value, true);
    at += 4;
  }
  bytes.set(small, at);
  bytes.set(json, size);
  return bytes.buffer;
}
