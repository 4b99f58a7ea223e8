/** Painting of boxes where their names can be read: cards, pills, areas and notes. */
import type { Rect } from "../geometry";
import type { Detail } from "../lod";
import type { SceneBox } from "../scene";
import { paintNoteText } from "./note";
import { countMark, glyph, pin, roundedRect } from "./shapes";
import { paintSign, signRadius } from "./signs";
import { type Context, fitText, widthOf, wrapText, writeCentred, writeLine } from "./text";
import { boxColour, type GlyphPaths, type PaintTheme, severityColour } from "./theme";

/** What all boxes of a patch have in common. */
export interface BoxLook {
  readonly detail: Detail;
  readonly zoom: number;
  readonly theme: PaintTheme;
  readonly paths: GlyphPaths;
}

export const RADIUS = 10;
const AREA_RADIUS = 16;
/** How far the cards of a collapsed group stand out behind each other. */
const STACK = 5;
/** Names beyond this are cut anyway. */
const LONGEST_TITLE = 120;
const METER = { inset: 12, height: 4 } as const;

/** How round a box is. */
export function radiusOf(box: SceneBox, rect: Rect): number {
  if (box.shape === "entry" || box.shape === "outcome") return rect.height / 2;
  if (box.shape === "note") return 6;
  return box.shape === "group" && !box.collapsed ? AREA_RADIUS : RADIUS;
}

export function paintBox(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook): void {
  switch (box.shape) {
    case "group":
      if (box.collapsed) stack(ctx, box, rect, look);
      else area(ctx, box, rect, look);
      break;
    case "note":
      note(ctx, box, rect, look);
      break;
    case "entry":
    case "outcome":
      pill(ctx, box, rect, look);
      break;
    case "agent":
    case "query":
      card(ctx, box, rect, look);
      break;
  }
  paintBadge(ctx, box, rect, look);
  if (box.pinned && look.detail === "cards" && box.shape !== "note")
    pin(ctx, { x: rect.x + 11, y: rect.y }, look.theme.muted, look.theme.canvas);
}

function card(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook): void {
  const { theme, detail } = look;
  if (detail === "cards") shadow(ctx, rect, theme);
  plate(ctx, rect, look, box.shape === "query");
  if (box.layer !== null) tint(ctx, boxColour(theme, box));
  stripe(ctx, rect, boxColour(theme, box));
  if (detail === "cards") cardText(ctx, box, rect, look);
  else largeTitle(ctx, box, rect, look);
  if (box.meter !== undefined) meter(ctx, box.meter, rect, theme);
}

/** A share as a bar along the lower edge: what is good of it, and the rest. */
function meter(ctx: Context, share: number, rect: Rect, theme: PaintTheme): void {
  const width = rect.width - 2 * METER.inset;
  const x = rect.x + METER.inset;
  const y = rect.y + rect.height - METER.height - 2;
  const split = Math.round(width * Math.max(0, Math.min(1, share)));
  ctx.fillStyle = theme.good;
  ctx.fillRect(x, y, split, METER.height);
  ctx.fillStyle = theme.bad;
  ctx.fillRect(x + split, y, width - split, METER.height);
}

/** The card itself, with its border. */
function plate(ctx: Context, rect: Rect, { theme, zoom }: BoxLook, dashed: boolean): void {
  roundedRect(ctx, rect, RADIUS);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.lineWidth = Math.max(1, 0.6 / zoom);
  ctx.strokeStyle = theme.cardBorder;
  if (dashed) ctx.setLineDash([5, 4]);
  ctx.stroke();
  if (dashed) ctx.setLineDash([]);
}

/** A breath of a layer's colour over the card that is the path now. */
function tint(ctx: Context, colour: string): void {
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = alpha * 0.1;
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.globalAlpha = alpha;
}

/** The owner's colour at the left edge, round where the card is round. */
function stripe(ctx: Context, rect: Rect, colour: string): void {
  const { x, y, height } = rect;
  ctx.beginPath();
  ctx.moveTo(x + 4, y + 2);
  ctx.lineTo(x + 4, y + height - 2);
  ctx.arc(x + RADIUS, y + height - RADIUS, RADIUS, Math.PI * 0.7, Math.PI);
  ctx.arc(x + RADIUS, y + RADIUS, RADIUS, Math.PI, Math.PI * 1.3);
  ctx.closePath();
  ctx.fillStyle = colour;
  ctx.fill();
}

/** A group that is put away: a card upon two others, with what it holds. */
function stack(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook): void {
  const { theme, detail, zoom } = look;
  for (const depth of [2, 1]) {
    const inset = depth * STACK;
    const behind = { ...rect, x: rect.x + inset, y: rect.y + inset, width: rect.width - 2 * inset };
    roundedRect(ctx, behind, RADIUS);
    ctx.fillStyle = theme.card;
    ctx.fill();
    ctx.lineWidth = Math.max(1, 0.6 / zoom);
    ctx.strokeStyle = theme.areaBorder;
    ctx.stroke();
  }
  plate(ctx, rect, look, false);
  if (detail === "cards") cardText(ctx, box, rect, look);
  else largeTitle(ctx, box, rect, look);
}

function cardText(ctx: Context, box: SceneBox, rect: Rect, { theme, paths }: BoxLook): void {
  const ink = box.person ? theme.people : theme.muted;
  const withTags = box.tags.length > 0 && rect.height >= 68;
  const middle = withTags ? rect.y + 27 : rect.y + rect.height / 2;
  const tile = { x: rect.x + 14, y: middle - 14, width: 28, height: 28 };
  roundedRect(ctx, tile, 7);
  ctx.fillStyle = theme.chip;
  ctx.fill();
  glyph(ctx, paths, box.glyph, { x: tile.x + 6, y: tile.y + 6 }, 16, ink);
  const left = tile.x + tile.width + 10;
  const width = rect.x + rect.width - 12 - left;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.text;
  writeLine(ctx, `${theme.strong} 13px ${theme.sans}`, box.title, left, middle - 2, width);
  ctx.fillStyle = theme.muted;
  writeLine(ctx, `${theme.normal} 11px ${theme.sans}`, box.subtitle, left, middle + 13, width);
  if (withTags) chips(ctx, box.tags, rect, theme);
}

function chips(ctx: Context, tags: readonly string[], rect: Rect, theme: PaintTheme): void {
  const font = `${theme.medium} 10.5px ${theme.sans}`;
  const right = rect.x + rect.width - 12;
  const top = rect.y + rect.height - 26;
  ctx.textBaseline = "middle";
  let x = rect.x + 14;
  for (const [i, tag] of tags.entries()) {
    const rest = tags.length - i - 1;
    const room = right - x - (rest > 0 ? 30 : 0);
    const text = i === 0 ? fitText(ctx, font, tag, room - 12) : tag;
    const width = widthOf(ctx, font, text) + 12;
    if (width > room) {
      ctx.fillStyle = theme.muted;
      ctx.font = font;
      ctx.fillText(`+${rest + 1}`, x + 2, top + 8.5);
      return;
    }
    roundedRect(ctx, { x, y: top, width, height: 17 }, 5);
    ctx.fillStyle = theme.chip;
    ctx.fill();
    ctx.fillStyle = theme.chipText;
    writeCentred(ctx, font, text, x + width / 2, top + 9);
    x += width + 4;
  }
}

/** One or two lines as large as the box allows, so that names stay legible where the rest is not. */
function largeTitle(ctx: Context, box: SceneBox, rect: Rect, { theme, zoom }: BoxLook): void {
  const width = rect.width - 28;
  const size = wordSize(
    ctx,
    box.title,
    width,
    Math.min(31, rect.height * 0.42, 12.5 / zoom),
    theme,
  );
  const font = `${theme.strong} ${Math.round(size)}px ${theme.sans}`;
  const lines = wrapText(ctx, font, box.title, width, size * 2.3 < rect.height ? 2 : 1);
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  const middle = rect.y + rect.height / 2;
  for (const [i, line] of lines.entries()) {
    const y = middle + (i - (lines.length - 1) / 2) * size * 1.15;
    writeLine(ctx, font, line, rect.x + 18, y, width);
  }
}

/** Long words are set a little smaller rather than broken. */
const LEAST_OF_SIZE = 0.7;

function wordSize(
  ctx: Context,
  text: string,
  width: number,
  size: number,
  theme: PaintTheme,
): number {
  const font = `${theme.strong} ${Math.round(size)}px ${theme.sans}`;
  const words = text.length > LONGEST_TITLE ? [] : text.split(/\s+/);
  const longest = Math.max(0, ...words.map((word) => widthOf(ctx, font, word)));
  return longest <= width ? size : size * Math.max(LEAST_OF_SIZE, (width / longest) * 0.97);
}

function pill(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook): void {
  const { theme, detail, zoom } = look;
  const outcome = box.shape === "outcome";
  const ink = pillInk(theme, box);
  const radius = rect.height / 2;
  roundedRect(ctx, rect, radius);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.fillStyle = outcome ? (box.good ? theme.goodSoft : theme.badSoft) : theme.chip;
  ctx.fill();
  ctx.lineWidth = Math.max(outcome ? 1.25 : 1, 0.6 / zoom);
  ctx.strokeStyle = outcome || box.layer !== null ? ink : theme.cardBorder;
  ctx.stroke();
  if (outcome && detail === "cards") {
    const inner = { x: rect.x + 3, y: rect.y + 3, width: rect.width - 6, height: rect.height - 6 };
    roundedRect(ctx, inner, radius - 3);
    const alpha = ctx.globalAlpha;
    ctx.globalAlpha = alpha * 0.45;
    ctx.stroke();
    ctx.globalAlpha = alpha;
  }
  if (detail === "cards") pillText(ctx, box, rect, look, ink);
  else pillTitle(ctx, box, rect, look);
}

function pillInk(theme: PaintTheme, box: SceneBox): string {
  if (box.shape === "outcome") return box.good ? theme.good : theme.bad;
  return box.layer === null ? theme.muted : boxColour(theme, box);
}

function pillText(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook, ink: string): void {
  const { theme, paths } = look;
  const font = `${theme.strong} 12px ${theme.sans}`;
  const icon = 15;
  const text = fitText(ctx, font, box.title, rect.width - 28 - icon);
  const width = widthOf(ctx, font, text);
  const x = rect.x + (rect.width - icon - 6 - width) / 2;
  glyph(ctx, paths, box.glyph, { x, y: rect.y + (rect.height - icon) / 2 }, icon, ink);
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  writeCentred(ctx, font, text, x + icon + 6 + width / 2, rect.y + rect.height / 2 + 0.5);
}

/** The name alone, as large as it fits. */
function pillTitle(ctx: Context, box: SceneBox, rect: Rect, { theme, zoom }: BoxLook): void {
  const font = (size: number) => `${theme.strong} ${size}px ${theme.sans}`;
  const wanted = Math.round(Math.min(rect.height * 0.6, 11.5 / zoom));
  const room = rect.width - 16;
  const natural = Math.max(1, widthOf(ctx, font(wanted), box.title));
  const size = Math.max(12, Math.min(wanted, Math.round((wanted * room) / natural)));
  const text = fitText(ctx, font(size), box.title, room);
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  const y = rect.y + rect.height / 2 + size * 0.05;
  writeCentred(ctx, font(size), text, rect.x + rect.width / 2, y);
}

function area(ctx: Context, box: SceneBox, rect: Rect, { theme, detail, zoom }: BoxLook): void {
  roundedRect(ctx, rect, AREA_RADIUS);
  ctx.fillStyle = theme.area;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.areaBorder;
  ctx.stroke();
  const size = detail === "cards" ? 12 : Math.min(24, 12 / zoom);
  ctx.fillStyle = theme.muted;
  ctx.textBaseline = "top";
  const font = `${theme.strong} ${size}px ${theme.sans}`;
  writeLine(ctx, font, box.title, rect.x + 14, rect.y + 10, rect.width - 28);
}

/** Of a note's words: as they are read, and where only names are, as large as those of agents grow. */
const NOTE_SIZE = { cards: 12, least: 18, most: 31, seen: 10 } as const;

function noteSize({ detail, zoom }: BoxLook): number {
  const { cards, least, most, seen } = NOTE_SIZE;
  return detail === "cards" ? cards : Math.round(Math.max(least, Math.min(most, seen / zoom)));
}

function note(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook): void {
  const { theme } = look;
  roundedRect(ctx, rect, 6);
  ctx.fillStyle = theme.note;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.noteBorder;
  ctx.stroke();
  paintNoteText(ctx, box.text ?? box.title, rect, { theme, size: noteSize(look) });
}

/** Two flat layers instead of a blur, which costs a full pass per card in a software rasteriser. */
function shadow(ctx: Context, { x, y, width, height }: Rect, theme: PaintTheme): void {
  ctx.fillStyle = theme.cardShadow;
  roundedRect(ctx, { x: x - 1, y: y + 1, width: width + 2, height: height + 2 }, RADIUS + 1);
  ctx.fill();
  roundedRect(ctx, { x, y: y + 2, width, height: height + 1 }, RADIUS);
  ctx.fill();
}

/** What a marking says of a box, or else its worst finding, at its corner. */
export function paintBadge(
  ctx: Context,
  box: SceneBox,
  rect: Rect,
  { theme, detail, zoom }: Omit<BoxLook, "paths">,
): void {
  const at = { x: rect.x + rect.width - 6, y: rect.y + 2 };
  if (box.sign) {
    const radius = detail === "cards" ? undefined : signRadius(zoom);
    paintSign(ctx, at, box.sign, boxColour(theme, box), theme, radius);
  }
  if (!box.badge) return;
  const colour = severityColour(theme, box.badge.severity);
  if (detail === "cards") {
    countMark(ctx, at, String(box.badge.count), colour, theme);
    return;
  }
  ctx.beginPath();
  ctx.arc(at.x, at.y, Math.min(16, 5 / zoom), 0, Math.PI * 2);
  ctx.fillStyle = colour;
  ctx.fill();
}
