/** Outlines that cards, lines and marks are made of. */
import type { Point, Rect } from "../geometry";
import type { GlyphName } from "../glyphs";
import type { Context } from "./text";
import type { GlyphPaths, PaintTheme } from "./theme";

export function roundedRect(ctx: Context, rect: Rect, radius: number): void {
  ctx.beginPath();
  ctx.roundRect(rect.x, rect.y, rect.width, rect.height, radius);
}

/** Adds a polyline with rounded corners to the path, shortened at both ends to make room for arrow heads. */
export function addLine(
  ctx: Context,
  points: readonly Point[],
  radius: number,
  trimStart: number,
  trimEnd: number,
): void {
  const last = points.length - 1;
  const first = towards(points[0], points[1], trimStart);
  const end = towards(points[last], points[last - 1], trimEnd);
  if (!first || !end) return;
  ctx.moveTo(first.x, first.y);
  for (let i = 1; i < last; i++) {
    const previous = points[i - 1];
    const corner = points[i];
    const next = points[i + 1];
    if (!previous || !corner || !next) continue;
    const before = Math.abs(corner.x - previous.x) + Math.abs(corner.y - previous.y);
    const after = Math.abs(next.x - corner.x) + Math.abs(next.y - corner.y);
    ctx.arcTo(corner.x, corner.y, next.x, next.y, Math.min(radius, before / 2, after / 2));
  }
  ctx.lineTo(end.x, end.y);
}

/** The point `by` away from `from`, in the direction of `to`; never beyond it. */
function towards(from: Point | undefined, to: Point | undefined, by: number): Point | undefined {
  if (!from || !to || by === 0) return from;
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const share = Math.min(1, by / length);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** Adds an arrow head whose tip is at `tip`, coming from `from`, to the path. */
export function addHead(ctx: Context, from: Point, tip: Point, size: number): void {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  ctx.moveTo(tip.x, tip.y);
  ctx.lineTo(tip.x - size * Math.cos(angle - 0.42), tip.y - size * Math.sin(angle - 0.42));
  ctx.lineTo(tip.x - size * 0.72 * Math.cos(angle), tip.y - size * 0.72 * Math.sin(angle));
  ctx.lineTo(tip.x - size * Math.cos(angle + 0.42), tip.y - size * Math.sin(angle + 0.42));
  ctx.closePath();
}

/** Adds the outline of a head that stands for an answer: a plain triangle, to be left hollow. */
export function addHollowHead(ctx: Context, from: Point, tip: Point, size: number): void {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  ctx.moveTo(tip.x, tip.y);
  ctx.lineTo(tip.x - size * Math.cos(angle - 0.46), tip.y - size * Math.sin(angle - 0.46));
  ctx.lineTo(tip.x - size * Math.cos(angle + 0.46), tip.y - size * Math.sin(angle + 0.46));
  ctx.closePath();
}

/** Adds an open arrow head, two strokes, to the path. */
export function addOpenHead(ctx: Context, from: Point, tip: Point, size: number): void {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  ctx.moveTo(tip.x - size * Math.cos(angle - 0.5), tip.y - size * Math.sin(angle - 0.5));
  ctx.lineTo(tip.x, tip.y);
  ctx.lineTo(tip.x - size * Math.cos(angle + 0.5), tip.y - size * Math.sin(angle + 0.5));
}

export function diamond(ctx: Context, at: Point, half: number): void {
  ctx.beginPath();
  ctx.moveTo(at.x, at.y - half);
  ctx.lineTo(at.x + half, at.y);
  ctx.lineTo(at.x, at.y + half);
  ctx.lineTo(at.x - half, at.y);
  ctx.closePath();
}

export function glyph(
  ctx: Context,
  paths: GlyphPaths,
  name: GlyphName,
  at: Point,
  size: number,
  colour: string,
): void {
  ctx.save();
  ctx.translate(at.x, at.y);
  ctx.scale(size / 24, size / 24);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.stroke(paths[name]);
  ctx.restore();
}

/** A round mark with a number, centred at `at`. */
export function countMark(
  ctx: Context,
  at: Point,
  text: string,
  fill: string,
  theme: PaintTheme,
): void {
  const width = Math.max(18, 10 + text.length * 6.5);
  const rect = { x: at.x - width / 2, y: at.y - 9, width, height: 18 };
  roundedRect(ctx, { x: rect.x - 2, y: rect.y - 2, width: width + 4, height: 22 }, 11);
  ctx.fillStyle = theme.canvas;
  ctx.fill();
  roundedRect(ctx, rect, 9);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.fillStyle = theme.onSeverity;
  ctx.font = `600 10.5px ${theme.sans}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, at.x, at.y + 0.5);
  ctx.textAlign = "left";
}

/** A small pin on a box's upper edge: its place was set by hand. */
export function pin(ctx: Context, at: Point, colour: string, ground: string): void {
  ctx.beginPath();
  ctx.arc(at.x, at.y, 5, 0, Math.PI * 2);
  ctx.fillStyle = ground;
  ctx.fill();
  ctx.beginPath();
  ctx.arc(at.x, at.y, 2.75, 0, Math.PI * 2);
  ctx.fillStyle = colour;
  ctx.fill();
}
