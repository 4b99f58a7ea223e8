/** Brackets at a sender's side, around the lines of handoffs that start at once and are joined again. */
import type { Point, Rect } from "../geometry";
import type { Detail } from "../lod";
import type { SceneEdge } from "../scene";
import { roundedRect } from "./shapes";
import { type Context, fitText, widthOf, writeCentred } from "./text";
import type { PaintTheme } from "./theme";

export interface Joint {
  readonly name: string;
  /** The bar across the lines. */
  readonly from: Point;
  readonly to: Point;
}

/** From the box's side to the bar. */
const AWAY = 13;
const BEYOND = 6;
const NAME_WIDTH = 110;

/** Brackets for the lines that leave one box: one for each parallel group and side, where at least two lines are in it. */
export function jointsOf(outgoing: readonly SceneEdge[]): Joint[] {
  const sides = new Map<string, { name: string; level: boolean; starts: Point[] }>();
  for (const { parallel, join, points } of outgoing) {
    const [start, next] = points;
    if (parallel === null || !start || !next) continue;
    const level = Math.abs(next.x - start.x) >= Math.abs(next.y - start.y);
    const sign = Math.sign(level ? next.x - start.x : next.y - start.y);
    const at = {
      x: start.x + (level ? sign * AWAY : 0),
      y: start.y + (level ? 0 : sign * AWAY),
    };
    const key = `${parallel}|${level}|${level ? at.x : at.y}`;
    const side = sides.get(key);
    if (side) side.starts.push(at);
    else sides.set(key, { name: join ? `${parallel} · ${join}` : parallel, level, starts: [at] });
  }
  return [...sides.values()].flatMap(({ name, level, starts }) => {
    if (starts.length < 2) return [];
    const along = starts.map((point) => (level ? point.y : point.x));
    const across = starts[0] ?? { x: 0, y: 0 };
    const low = Math.min(...along) - BEYOND;
    const high = Math.max(...along) + BEYOND;
    return level
      ? [{ name, from: { x: across.x, y: low }, to: { x: across.x, y: high } }]
      : [{ name, from: { x: low, y: across.y }, to: { x: high, y: across.y } }];
  });
}

export function paintJoint(
  ctx: Context,
  { name, from, to }: Joint,
  theme: PaintTheme,
  detail: Detail,
  zoom: number,
): void {
  ctx.lineCap = "round";
  ctx.lineWidth = Math.max(3, 1.5 / zoom);
  ctx.strokeStyle = theme.muted;
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.lineTo(to.x, to.y);
  ctx.stroke();
  if (detail !== "cards") return;
  const font = `${theme.medium} 10px ${theme.sans}`;
  const text = fitText(ctx, font, name, NAME_WIDTH);
  const plate: Rect = {
    x: from.x - 4,
    y: from.y - 17,
    width: widthOf(ctx, font, text) + 8,
    height: 14,
  };
  roundedRect(ctx, plate, 4);
  ctx.fillStyle = theme.canvas;
  ctx.fill();
  ctx.fillStyle = theme.muted;
  ctx.textBaseline = "middle";
  writeCentred(ctx, font, text, plate.x + plate.width / 2, plate.y + 7.5);
}
