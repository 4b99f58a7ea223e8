/**
 * Where a box in the hand comes to rest: in line with what stands near, at equal gaps, or on the grid. Each axis is
 * decided for itself; alignment comes before gaps, and both before the grid.
 */
import { inflate, type Point, type Rect, translate } from "./geometry";
import type { Guide } from "./paint/preview";

/** Boxes come to rest on multiples of this many world units where nothing is near. */
const SNAP = 8;
/** How far a box jumps to a guide, in screen pixels. */
export const REACH_PX = 6;
/** How far around the moving boxes others are looked at, in world units. */
export const NEIGHBOURHOOD = 640;
/** More neighbours than this make guides that nobody can tell apart. */
const MOST_NEIGHBOURS = 60;

export interface Snapped {
  readonly by: Point;
  readonly guides: readonly Guide[];
}

/** The movement of `moving` that `delta` is meant to be, and the lines that say why. */
export function snapMove(
  moving: Rect,
  delta: Point,
  others: readonly Rect[],
  reach: number,
): Snapped {
  const wanted = translate(moving, delta);
  const near = nearest(wanted, others);
  const x = onAxis(along(wanted, "x"), near.map(asX), reach);
  const y = onAxis(along(wanted, "y"), near.map(asY), reach);
  const by = {
    x: delta.x + (x ? x.shift : toGrid(wanted.x)),
    y: delta.y + (y ? y.shift : toGrid(wanted.y)),
  };
  const rest = translate(moving, by);
  return {
    by,
    guides: [
      ...(x ? guidesOf(x, along(rest, "x"), near.map(asX)).map(fromX) : []),
      ...(y ? guidesOf(y, along(rest, "y"), near.map(asY)).map(fromY) : []),
    ],
  };
}

/** The movement that brings `anchor` to rest on the grid after `delta`. */
export function gridMove(anchor: Point, delta: Point): Point {
  return {
    x: delta.x + toGrid(anchor.x + delta.x),
    y: delta.y + toGrid(anchor.y + delta.y),
  };
}

function toGrid(value: number): number {
  return Math.round(value / SNAP) * SNAP - value;
}

/** A box seen along one axis: from `start` to `end`, and its extent across. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly low: number;
  readonly high: number;
}

function along(rect: Rect, axis: "x" | "y"): Span {
  const { x, y, width, height } = rect;
  return axis === "x"
    ? { start: x, end: x + width, low: y, high: y + height }
    : { start: y, end: y + height, low: x, high: x + width };
}

function asX(rect: Rect): Span {
  return along(rect, "x");
}

function asY(rect: Rect): Span {
  return along(rect, "y");
}

function fromX(guide: Guide): Guide {
  return guide;
}

function fromY({ from, to }: Guide): Guide {
  return { from: { x: from.y, y: from.x }, to: { x: to.y, y: to.x } };
}

type Rest =
  | { readonly kind: "line"; readonly shift: number }
  | { readonly kind: "gap"; readonly shift: number; readonly gaps: readonly Gap[] };

interface Gap {
  readonly from: number;
  readonly to: number;
  /** Where across the axis it is drawn. */
  readonly at: number;
}

function onAxis(wanted: Span, near: readonly Span[], reach: number): Rest | null {
  const line = nearestLine(wanted, near, reach);
  return line ?? nearestGap(wanted, near, reach);
}

function linesOf({ start, end }: Span): [number, number, number] {
  return [start, (start + end) / 2, end];
}

/** Edges meet edges, centres meet centres. */
function nearestLine(wanted: Span, near: readonly Span[], reach: number): Rest | null {
  const [start, middle, end] = linesOf(wanted);
  let best: number | null = null;
  const offer = (shift: number) => {
    if (Math.abs(shift) <= reach && (best === null || Math.abs(shift) < Math.abs(best)))
      best = shift;
  };
  for (const other of near) {
    const [otherStart, otherMiddle, otherEnd] = linesOf(other);
    offer(otherStart - start);
    offer(otherEnd - start);
    offer(otherMiddle - middle);
    offer(otherStart - end);
    offer(otherEnd - end);
  }
  return best === null ? null : { kind: "line", shift: best };
}

/** Beside two boxes that stand in a row with it: as far away as they are from each other, or in their middle. */
function nearestGap(wanted: Span, near: readonly Span[], reach: number): Rest | null {
  const row = near
    .filter((other) => other.low < wanted.high && other.high > wanted.low)
    .sort((a, b) => a.start - b.start);
  const length = wanted.end - wanted.start;
  let best: Rest | null = null;
  const offer = (start: number, gaps: readonly Omit<Gap, "at">[]) => {
    const shift = start - wanted.start;
    if (Math.abs(shift) > reach || (best && Math.abs(shift) >= Math.abs(best.shift))) return;
    const at = (wanted.low + wanted.high) / 2;
    best = { kind: "gap", shift, gaps: gaps.map((gap) => ({ ...gap, at })) };
  };
  for (let i = 1; i < row.length; i++) {
    const a = row[i - 1];
    const b = row[i];
    if (!a || !b) continue;
    const gap = b.start - a.end;
    if (gap <= 0) continue;
    const after = b.end + gap;
    offer(after, [
      { from: a.end, to: b.start },
      { from: b.end, to: after },
    ]);
    const before = a.start - gap - length;
    offer(before, [
      { from: before + length, to: a.start },
      { from: a.end, to: b.start },
    ]);
    const between = a.end + (gap - length) / 2;
    if (gap > length)
      offer(between, [
        { from: a.end, to: between },
        { from: between + length, to: b.start },
      ]);
  }
  return best;
}

const SAME = 0.5;

function guidesOf(rest: Rest, at: Span, near: readonly Span[]): Guide[] {
  if (rest.kind === "gap")
    return rest.gaps.map((gap) => ({
      from: { x: gap.from, y: gap.at },
      to: { x: gap.to, y: gap.at },
    }));
  const [start, middle, end] = linesOf(at);
  const guide = (line: number, of: (other: Span) => readonly number[]): Guide[] => {
    const meets = near.filter((other) => of(other).some((each) => Math.abs(each - line) < SAME));
    if (meets.length === 0) return [];
    const low = Math.min(at.low, ...meets.map((other) => other.low));
    const high = Math.max(at.high, ...meets.map((other) => other.high));
    return [{ from: { x: line, y: low }, to: { x: line, y: high } }];
  };
  const edges = [start, end].flatMap((line) => guide(line, (other) => [other.start, other.end]));
  // Where edges meet, the centres of boxes of one size do too: a third line would say nothing.
  return edges.length > 0 ? edges : guide(middle, (other) => [linesOf(other)[1]]);
}

function nearest(wanted: Rect, others: readonly Rect[]): Rect[] {
  const around = inflate(wanted, NEIGHBOURHOOD);
  const close = others.filter(
    (other) =>
      other.x < around.x + around.width &&
      other.x + other.width > around.x &&
      other.y < around.y + around.height &&
      other.y + other.height > around.y,
  );
  if (close.length <= MOST_NEIGHBOURS) return close;
  const away = ({ x, y }: Rect) => Math.abs(x - wanted.x) + Math.abs(y - wanted.y);
  return close.sort((a, b) => away(a) - away(b)).slice(0, MOST_NEIGHBOURS);
}
