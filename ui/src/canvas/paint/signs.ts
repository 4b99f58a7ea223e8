/** Painting of signs: round marks in a marking's colour that say by their strokes what it means. */
import type { Point } from "../geometry";
import { SIGN_STROKES, type Sign } from "../signs";
import type { Context } from "./text";
import type { PaintTheme } from "./theme";

const RADIUS = 9;
/** From the middle of a mark to the ends of its strokes, in parts of its radius. */
const REACH = 0.48;
const LARGEST = 22;

/** The radius of a sign where words are as large at every zoom; in world units. */
export function signRadius(zoom: number): number {
  return Math.min(LARGEST, (RADIUS - 1) / zoom);
}

/** A round mark centred at `at`; on a card its radius is that of other marks. */
export function paintSign(
  ctx: Context,
  at: Point,
  sign: Sign,
  colour: string,
  theme: PaintTheme,
  radius = RADIUS,
): void {
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius * 1.2, 0, Math.PI * 2);
  ctx.fillStyle = theme.canvas;
  ctx.fill();
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius, 0, Math.PI * 2);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.beginPath();
  const unit = radius * REACH;
  for (const stroke of SIGN_STROKES[sign]) {
    for (let i = 0; i + 1 < stroke.length; i += 2) {
      const x = at.x + (stroke[i] ?? 0) * unit;
      const y = at.y + (stroke[i + 1] ?? 0) * unit;
      if (i === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
  }
  ctx.strokeStyle = theme.onSeverity;
  ctx.lineWidth = radius * 0.2;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.stroke();
}
