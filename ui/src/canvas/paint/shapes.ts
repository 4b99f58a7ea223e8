/** Outlines that cards, lines and marks are made of. */
import type { Point, Rect } from "../geometry";
import type { GlyphName } from "../glyphs";
import type { Context } from "./text";
import type { GlyphPaths } from "./theme";

export function roundedRect(ctx: Context, rect: Rect, radius: number): void {
  ctx.beginPath();
  ctx.roundRect(rect.x, rect.y, rect.width, rect.height, radius);
}

/** A polyline with rounded corners, shortened at its end by `trim` to make room for an arrow head. */
export function roundedLine(
  ctx: Context,
  points: readonly Point[],
  radius: number,
  trim = 0,
): void {
  const first = points[0];
  const last = points[points.length - 1];
  const beforeLast = points[points.length - 2];
  if (!first || !last || !beforeLast) return;
  ctx.beginPath();
  ctx.moveTo(first.x, first.y);
  for (let i = 1; i < points.length - 1; i++) {
    const previous = points[i - 1];
    const corner = points[i];
    const next = points[i + 1];
    if (!previous || !corner || !next) continue;
    const room = Math.min(
      Math.hypot(corner.x - previous.x, corner.y - previous.y),
      Math.hypot(next.x - corner.x, next.y - corner.y),
    );
    ctx.arcTo(corner.x, corner.y, next.x, next.y, Math.min(radius, room / 2));
  }
  const length = Math.hypot(last.x - beforeLast.x, last.y - beforeLast.y) || 1;
  const keep = Math.max(0, length - trim) / length;
  ctx.lineTo(
    beforeLast.x + (last.x - beforeLast.x) * keep,
    beforeLast.y + (last.y - beforeLast.y) * keep,
  );
}

/** A filled arrow head whose tip is at `tip`, coming from `from`. */
export function arrowHead(ctx: Context, from: Point, tip: Point, size: number): void {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  ctx.beginPath();
  ctx.moveTo(tip.x, tip.y);
  ctx.lineTo(tip.x - size * Math.cos(angle - 0.42), tip.y - size * Math.sin(angle - 0.42));
  ctx.lineTo(tip.x - size * 0.72 * Math.cos(angle), tip.y - size * 0.72 * Math.sin(angle));
  ctx.lineTo(tip.x - size * Math.cos(angle + 0.42), tip.y - size * Math.sin(angle + 0.42));
  ctx.closePath();
  ctx.fill();
}

/** An open arrow head, for a call that returns. */
export function openHead(ctx: Context, from: Point, tip: Point, size: number): void {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  ctx.beginPath();
  ctx.moveTo(tip.x - size * Math.cos(angle - 0.5), tip.y - size * Math.sin(angle - 0.5));
  ctx.lineTo(tip.x, tip.y);
  ctx.lineTo(tip.x - size * Math.cos(angle + 0.5), tip.y - size * Math.sin(angle + 0.5));
  ctx.stroke();
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
  ctx.setLineDash([]);
  ctx.stroke(paths[name]);
  ctx.restore();
}

/** A round mark with a number, centred at `at`. */
export function countMark(
  ctx: Context,
  at: Point,
  text: string,
  fill: string,
  ink: string,
  ring: string,
  sans: string,
): void {
  ctx.font = `600 10.5px ${sans}`;
  const width = Math.max(18, 10 + text.length * 6.5);
  const rect = { x: at.x - width / 2, y: at.y - 9, width, height: 18 };
  roundedRect(ctx, { x: rect.x - 2, y: rect.y - 2, width: width + 4, height: 22 }, 11);
  ctx.fillStyle = ring;
  ctx.fill();
  roundedRect(ctx, rect, 9);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.fillStyle = ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, at.x, at.y + 0.5);
  ctx.textAlign = "left";
}
