/** Painting of whole drawings, where a box is a few pixels: blocks and dots, written into a raster. */
import type { Point, Rect } from "../geometry";
import type { Detail } from "../lod";
import type { SceneBox, SceneEdge } from "../scene";
import { faded, type Pixel, pixelOf } from "./colour";
import { edgeColour } from "./edges";
import { noteBars } from "./note-bars";
import type { Dash, Raster } from "./raster";
import { boxColour, type PaintTheme, severityColour } from "./theme";

/** Where a raster lies in the drawing, and what it is painted with. */
export interface Small {
  readonly raster: Raster;
  /** Pixels in a world unit. */
  readonly scale: number;
  /** The raster's upper left corner, in pixels from the world's origin. */
  readonly x: number;
  readonly y: number;
  readonly detail: Detail;
  readonly theme: PaintTheme;
  /** The width of a hairline: 1, or more on dense screens. */
  readonly hairline: number;
}

/** No box is smaller, so that none is lost. */
const LEAST = 1.5;
const RADIUS = 10;
const FADED = 0.16;

const known = new Map<string, Pixel>();

function pixel(colour: string): Pixel {
  const read = known.get(colour);
  if (read !== undefined) return read;
  const made = pixelOf(colour);
  known.set(colour, made);
  return made;
}

export function smallBox(small: Small, box: SceneBox, rect: Rect, isFaded: boolean): void {
  const { raster, scale, theme, hairline, detail } = small;
  const x0 = rect.x * scale - small.x;
  const y0 = rect.y * scale - small.y;
  const x1 = x0 + Math.max(LEAST, rect.width * scale);
  const y1 = y0 + Math.max(LEAST, rect.height * scale);
  if (x1 < 0 || y1 < 0 || x0 > raster.width || y0 > raster.height) return;
  const ink = (colour: string) => (isFaded ? faded(pixel(colour), FADED) : pixel(colour));
  const radius = Math.min(RADIUS * scale, (y1 - y0) / 2);
  if (box.shape === "group" && !box.collapsed) {
    raster.rounded(x0, y0, x1, y1, radius, ink(theme.area));
    raster.frame(x0, y0, x1, y1, hairline, ink(theme.areaBorder));
    return;
  }
  if (box.shape === "note") {
    raster.rect(x0, y0, x1, y1, ink(theme.noteBorder));
    raster.rect(x0 + hairline, y0 + hairline, x1 - hairline, y1 - hairline, ink(theme.note));
    bars(small, box, [x0, y0, x1, y1], ink(theme.muted));
    return;
  }
  const colour = box.shape === "outcome" ? outcomeColour(theme, box) : boxColour(theme, box);
  if (detail === "dots") raster.rounded(x0, y0, x1, y1, radius, ink(colour));
  else block(small, box, [x0, y0, x1, y1], radius, ink(colour), ink);
  if (box.badge && (detail !== "dots" || box.badge.severity === "error")) {
    const half = (detail === "dots" ? 2 : 4) * hairline;
    const mark = ink(severityColour(theme, box.badge.severity));
    const across = x1 - half / 2;
    raster.rounded(across - half, y0 - half, across + half, y0 + half, half, mark);
  }
}

/** Within a note, in hairlines: from its sides to its bars, and from one bar to the next. */
const BAR_INSET = 2;
const BAR_STEP = 3;

/** A bar for each line of a note's text that has room, so that it is told from an empty sheet. */
function bars(
  { raster, hairline }: Small,
  box: SceneBox,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  ink: Pixel,
): void {
  const inset = BAR_INSET * hairline;
  const left = Math.round(x0) + inset;
  const right = Math.round(x1) - inset;
  const last = Math.round(y1) - inset - hairline;
  let top = Math.round(y0) + inset;
  for (const { share, fromRight } of noteBars(box)) {
    if (top > last || right - left < hairline) return;
    const length = Math.max(hairline, Math.round(share * (right - left)));
    const from = fromRight ? right - length : left;
    raster.rect(from, top, from + length, top + hairline, ink);
    top += BAR_STEP * hairline;
  }
}

function outcomeColour(theme: PaintTheme, box: SceneBox): string {
  return box.good ? theme.good : theme.bad;
}

/** A card without words: border, ground and the colour at its edge; pills are all of their colour. */
function block(
  { raster, theme, scale, hairline }: Small,
  box: SceneBox,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  radius: number,
  colour: Pixel,
  ink: (colour: string) => Pixel,
): void {
  if (box.shape === "outcome" || box.shape === "entry") {
    raster.rounded(x0, y0, x1, y1, (y1 - y0) / 2, colour);
    return;
  }
  raster.rounded(x0, y0, x1, y1, radius, ink(theme.cardBorder));
  const inner = [x0 + hairline, y0 + hairline, x1 - hairline, y1 - hairline] as const;
  raster.rounded(...inner, Math.max(0, radius - hairline), ink(theme.card));
  const stripe = Math.max(2 * hairline, 8 * scale);
  raster.rounded(x0, y0, x0 + stripe, y1, Math.min(radius, stripe / 2), colour);
}

const DASHED: Dash = [3, 3];
const DOTTED: Dash = [1, 3];

export function smallEdge(
  small: Small,
  edge: SceneEdge,
  points: readonly Point[],
  isFaded: boolean,
): void {
  const strength = (small.detail === "dots" ? 0.55 : 0.85) * (isFaded ? FADED : 1);
  const colour = faded(pixel(edgeColour(edge, small.theme)), strength);
  const dash = edge.kind === "fallback" ? DASHED : edge.kind === "candidate" ? DOTTED : null;
  const wide = Math.round((edge.width ?? 0) * small.scale);
  smallLine(small, points, colour, dash, Math.max(small.hairline, wide));
}

export function smallLine(
  { raster, scale, x, y }: Small,
  points: readonly Point[],
  colour: Pixel,
  dash: Dash | null,
  width: number,
): void {
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1];
    const b = points[i];
    if (!a || !b) continue;
    const ax = a.x * scale - x;
    const ay = a.y * scale - y;
    const bx = b.x * scale - x;
    const by = b.y * scale - y;
    const aside = Math.abs(bx - ax) < Math.abs(by - ay) ? 1 : 0;
    for (let w = 0; w < width; w++)
      raster.line(
        ax + w * aside,
        ay + w * (1 - aside),
        bx + w * aside,
        by + w * (1 - aside),
        colour,
        dash,
      );
  }
}

/** Something selected: outlined, or where it is too small for that all of it. */
export function smallOutline(small: Small, rect: Rect): void {
  const { raster, scale, theme, hairline } = small;
  const x0 = Math.floor(rect.x * scale - small.x) - hairline;
  const y0 = Math.floor(rect.y * scale - small.y) - hairline;
  const x1 = Math.ceil((rect.x + rect.width) * scale - small.x) + hairline;
  const y1 = Math.ceil((rect.y + rect.height) * scale - small.y) + hairline;
  const accent = pixel(theme.accent);
  const width = 2 * hairline;
  if (y1 - y0 <= 3 * width) {
    raster.block(x0, y0, x1, y1, accent);
    return;
  }
  raster.block(x0, y0, x1, y0 + width, accent);
  raster.block(x0, y1 - width, x1, y1, accent);
  raster.block(x0, y0 + width, x0 + width, y1 - width, accent);
  raster.block(x1 - width, y0 + width, x1, y1 - width, accent);
}
