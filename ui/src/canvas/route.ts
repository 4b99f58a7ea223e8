/** Simple right-angled routes, for what moves under the hand and for lines that the layout does not carry. */
import { centreOf, distance, type Point, pointAlong, type Rect } from "./geometry";

const GAP = 24;

/** A right-angled line between the sides of two boxes that face each other. */
export function previewRoute(from: Rect, to: Rect): Point[] {
  const a = centreOf(from);
  const b = centreOf(to);
  if (from.x === to.x && from.y === to.y) return selfLoop(from);
  if (to.x >= from.x + from.width + GAP)
    return horizontal({ x: from.x + from.width, y: a.y }, { x: to.x, y: b.y });
  if (to.x + to.width <= from.x - GAP)
    return horizontal({ x: from.x, y: a.y }, { x: to.x + to.width, y: b.y });
  return b.y >= a.y
    ? vertical({ x: a.x, y: from.y + from.height }, { x: b.x, y: to.y })
    : vertical({ x: a.x, y: from.y }, { x: b.x, y: to.y + to.height });
}

export function labelPoint(points: readonly Point[]): Point {
  return pointAlong(points, 0.5);
}

/** Half a gate's diamond with the clear border around it, and half the height of a label. */
const GATE = 12;
const HALF_LABEL = 10;
/** From a gate's centre to the tip of the arrow behind it. */
const GATE_BEFORE_TIP = 22;

/** On the line, as near to the receiver as a label of that width lets it; below the label where the line has no room. */
export function gatePoint(points: readonly Point[], labelAt: Point, labelWidth: number): Point {
  const total = points.reduce((sum, point, i) => sum + distance(points[i - 1] ?? point, point), 0);
  const beforeTip = Math.max(0.5, (total - GATE_BEFORE_TIP) / Math.max(total, 1));
  if (labelWidth === 0) return pointAlong(points, Math.min(0.8, beforeTip));
  const isClear = ({ x, y }: Point) =>
    Math.abs(x - labelAt.x) > labelWidth / 2 + GATE || Math.abs(y - labelAt.y) > HALF_LABEL + GATE;
  const free = [0.8, beforeTip, GATE_BEFORE_TIP / Math.max(total, 1)]
    .filter((share) => share <= beforeTip)
    .map((share) => pointAlong(points, share))
    .find(isClear);
  return free ?? { x: labelAt.x, y: labelAt.y + 2 * GATE };
}

function horizontal(start: Point, end: Point): Point[] {
  if (Math.abs(start.y - end.y) < 1) return [start, end];
  const middle = (start.x + end.x) / 2;
  return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
}

function vertical(start: Point, end: Point): Point[] {
  if (Math.abs(start.x - end.x) < 1) return [start, end];
  const middle = (start.y + end.y) / 2;
  return [start, { x: start.x, y: middle }, { x: end.x, y: middle }, end];
}

function selfLoop(rect: Rect): Point[] {
  const right = rect.x + rect.width;
  const top = rect.y;
  return [
    { x: right, y: top + rect.height / 2 },
    { x: right + GAP, y: top + rect.height / 2 },
    { x: right + GAP, y: top - GAP },
    { x: rect.x + rect.width / 2, y: top - GAP },
    { x: rect.x + rect.width / 2, y: top },
  ];
}
