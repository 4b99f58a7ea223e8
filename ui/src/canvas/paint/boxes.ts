/** Painting of boxes: cards, pills, areas and notes, each at the level of detail that the zoom allows. */
import type { Rect } from "../geometry";
import type { Detail } from "../lod";
import type { SceneBox } from "../scene";
import { countMark, glyph, roundedRect } from "./shapes";
import { type Context, fitText, widthOf, wrapText } from "./text";
import { type GlyphPaths, ownerColour, type PaintTheme, severityColour } from "./theme";

export interface BoxLook {
  readonly detail: Detail;
  readonly selected: boolean;
  readonly hovered: boolean;
  /** A handoff being drawn would end here. */
  readonly target: boolean;
  readonly zoom: number;
}

const RADIUS = 10;

export function paintBox(
  ctx: Context,
  box: SceneBox,
  rect: Rect,
  look: BoxLook,
  theme: PaintTheme,
  paths: GlyphPaths,
): void {
  if (look.detail === "dots") {
    ctx.fillStyle = box.shape === "group" ? theme.area : ownerColour(theme, box.ownerColour);
    ctx.fillRect(rect.x, rect.y, rect.width, rect.height);
    return;
  }
  switch (box.shape) {
    case "group":
      area(ctx, box, rect, look, theme);
      break;
    case "note":
      note(ctx, box, rect, look, theme);
      break;
    case "entry":
    case "outcome":
      pill(ctx, box, rect, look, theme, paths);
      break;
    case "agent":
    case "query":
      card(ctx, box, rect, look, theme, paths);
      break;
  }
}

function card(
  ctx: Context,
  box: SceneBox,
  rect: Rect,
  look: BoxLook,
  theme: PaintTheme,
  paths: GlyphPaths,
): void {
  const owner = ownerColour(theme, box.ownerColour);
  shadow(ctx, rect, theme, look);
  roundedRect(ctx, rect, RADIUS);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.save();
  ctx.clip();
  ctx.fillStyle = owner;
  ctx.fillRect(rect.x, rect.y, 4, rect.height);
  ctx.restore();
  outline(ctx, rect, look, theme, RADIUS, box.shape === "query");
  if (look.detail === "titles") largeTitle(ctx, box, rect, theme, look.zoom);
  if (look.detail === "cards") cardText(ctx, box, rect, theme, paths);
  badge(ctx, box, rect, look, theme);
}

function cardText(
  ctx: Context,
  box: SceneBox,
  rect: Rect,
  theme: PaintTheme,
  paths: GlyphPaths,
): void {
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
  ctx.font = `${theme.strong} 13px ${theme.sans}`;
  ctx.fillStyle = theme.text;
  ctx.fillText(fitText(ctx, box.title, width), left, middle - 2);
  ctx.font = `${theme.normal} 11px ${theme.sans}`;
  ctx.fillStyle = theme.muted;
  ctx.fillText(fitText(ctx, box.subtitle, width), left, middle + 13);
  if (withTags) chips(ctx, box.tags, rect, theme);
}

function chips(ctx: Context, tags: readonly string[], rect: Rect, theme: PaintTheme): void {
  ctx.font = `${theme.medium} 10.5px ${theme.sans}`;
  const right = rect.x + rect.width - 12;
  const top = rect.y + rect.height - 26;
  let x = rect.x + 14;
  for (const [i, tag] of tags.entries()) {
    const rest = tags.length - i - 1;
    const room = right - x - (rest > 0 ? 30 : 0);
    const text = i === 0 ? fitText(ctx, tag, room - 12) : tag;
    const width = widthOf(ctx, text) + 12;
    if (width > room) {
      ctx.fillStyle = theme.muted;
      ctx.textBaseline = "middle";
      ctx.fillText(`+${rest + 1}`, x + 2, top + 8.5);
      return;
    }
    roundedRect(ctx, { x, y: top, width, height: 17 }, 5);
    ctx.fillStyle = theme.chip;
    ctx.fill();
    ctx.fillStyle = theme.chipText;
    ctx.textBaseline = "middle";
    ctx.fillText(text, x + 6, top + 9);
    x += width + 4;
  }
}

/** One line as large as the box allows, so that names stay legible where the rest is not. */
function largeTitle(
  ctx: Context,
  box: SceneBox,
  rect: Rect,
  theme: PaintTheme,
  zoom: number,
): void {
  const size = Math.min(31, rect.height * 0.42, 12.5 / zoom);
  ctx.font = `${theme.strong} ${Math.round(size)}px ${theme.sans}`;
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  const lines = wrapText(ctx, box.title, rect.width - 28, size * 2.3 < rect.height ? 2 : 1);
  lines.forEach((line, i) => {
    ctx.fillText(
      line,
      rect.x + 18,
      rect.y + rect.height / 2 + (i - (lines.length - 1) / 2) * size * 1.15,
    );
  });
}

function pill(
  ctx: Context,
  box: SceneBox,
  rect: Rect,
  look: BoxLook,
  theme: PaintTheme,
  paths: GlyphPaths,
): void {
  const outcome = box.shape === "outcome";
  const ink = outcome ? (box.good ? theme.good : theme.bad) : theme.muted;
  const radius = rect.height / 2;
  roundedRect(ctx, rect, radius);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.fillStyle = outcome ? (box.good ? theme.goodSoft : theme.badSoft) : theme.chip;
  ctx.fill();
  if (outcome) {
    ctx.lineWidth = 1.25;
    ctx.strokeStyle = ink;
    ctx.stroke();
    roundedRect(
      ctx,
      { x: rect.x + 3, y: rect.y + 3, width: rect.width - 6, height: rect.height - 6 },
      radius - 3,
    );
    ctx.globalAlpha = 0.45;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  outline(ctx, rect, look, theme, radius, false, !outcome);
  if (look.detail === "blocks") return;
  if (look.detail === "titles") {
    pillTitle(ctx, box, rect, look, theme);
    return;
  }
  const size = 12;
  ctx.font = `${theme.strong} ${size}px ${theme.sans}`;
  const iconSize = size + 3;
  const room = rect.width - 28 - iconSize;
  const text = fitText(ctx, box.title, room);
  const total = iconSize + 6 + widthOf(ctx, text);
  const x = rect.x + (rect.width - total) / 2;
  glyph(ctx, paths, box.glyph, { x, y: rect.y + (rect.height - iconSize) / 2 }, iconSize, ink);
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  ctx.fillText(text, x + iconSize + 6, rect.y + rect.height / 2 + 0.5);
  badge(ctx, box, rect, look, theme);
}

/** The name alone, as large as it fits. */
function pillTitle(
  ctx: Context,
  box: SceneBox,
  rect: Rect,
  look: BoxLook,
  theme: PaintTheme,
): void {
  const wanted = Math.min(rect.height * 0.6, 11.5 / look.zoom);
  ctx.font = `${theme.strong} ${Math.round(wanted)}px ${theme.sans}`;
  const room = rect.width - 16;
  const size = Math.max(
    12,
    Math.round(Math.min(wanted, (wanted * room) / Math.max(1, widthOf(ctx, box.title)))),
  );
  ctx.font = `${theme.strong} ${size}px ${theme.sans}`;
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  ctx.fillText(
    fitText(ctx, box.title, room),
    rect.x + rect.width / 2,
    rect.y + rect.height / 2 + size * 0.05,
  );
  ctx.textAlign = "left";
  badge(ctx, box, rect, look, theme);
}

function area(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook, theme: PaintTheme): void {
  roundedRect(ctx, rect, 16);
  ctx.fillStyle = theme.area;
  ctx.fill();
  ctx.lineWidth = look.selected ? 2 / look.zoom : 1;
  ctx.strokeStyle = look.selected ? theme.accent : theme.areaBorder;
  ctx.stroke();
  if (look.detail === "blocks") return;
  const size = look.detail === "titles" ? Math.min(24, 12 / look.zoom) : 12;
  ctx.font = `${theme.strong} ${size}px ${theme.sans}`;
  ctx.fillStyle = theme.muted;
  ctx.textBaseline = "top";
  ctx.fillText(fitText(ctx, box.title, rect.width - 28), rect.x + 14, rect.y + 10);
}

function note(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook, theme: PaintTheme): void {
  roundedRect(ctx, rect, 6);
  ctx.fillStyle = theme.note;
  ctx.fill();
  ctx.lineWidth = look.selected ? 2 / look.zoom : 1;
  ctx.strokeStyle = look.selected ? theme.accent : theme.noteBorder;
  ctx.stroke();
  if (look.detail === "blocks") return;
  const size = look.detail === "titles" ? 18 : 12;
  ctx.font = `${theme.normal} ${size}px ${theme.sans}`;
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "top";
  const lines = wrapText(
    ctx,
    box.title,
    rect.width - 24,
    Math.max(1, Math.floor((rect.height - 16) / (size * 1.45))),
  );
  lines.forEach((line, i) => {
    ctx.fillText(line, rect.x + 12, rect.y + 10 + i * size * 1.45);
  });
}

function outline(
  ctx: Context,
  rect: Rect,
  look: BoxLook,
  theme: PaintTheme,
  radius: number,
  dashed: boolean,
  always = true,
): void {
  const strong = look.selected || look.target;
  if (strong) {
    const gap = 2 / look.zoom;
    roundedRect(
      ctx,
      {
        x: rect.x - gap,
        y: rect.y - gap,
        width: rect.width + 2 * gap,
        height: rect.height + 2 * gap,
      },
      radius + gap,
    );
    ctx.lineWidth = 2 / look.zoom;
    ctx.strokeStyle = theme.accent;
    ctx.stroke();
    return;
  }
  if (!always && !look.hovered) return;
  roundedRect(ctx, rect, radius);
  ctx.lineWidth = Math.max(1, 0.6 / look.zoom);
  ctx.strokeStyle = look.hovered ? theme.accent : theme.cardBorder;
  if (dashed) ctx.setLineDash([5, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Two flat layers instead of a blur, which costs a full pass per card in a software rasteriser. */
function shadow(ctx: Context, rect: Rect, theme: PaintTheme, look: BoxLook): void {
  if (look.detail !== "cards") return;
  ctx.fillStyle = theme.cardShadow;
  roundedRect(
    ctx,
    { x: rect.x - 1, y: rect.y + 1, width: rect.width + 2, height: rect.height + 2 },
    RADIUS + 1,
  );
  ctx.fill();
  roundedRect(
    ctx,
    { x: rect.x, y: rect.y + 2, width: rect.width, height: rect.height + 1 },
    RADIUS,
  );
  ctx.fill();
}

function badge(ctx: Context, box: SceneBox, rect: Rect, look: BoxLook, theme: PaintTheme): void {
  if (!box.badge) return;
  const colour = severityColour(theme, box.badge.severity);
  const at = { x: rect.x + rect.width - 6, y: rect.y + 2 };
  if (look.detail === "cards") {
    countMark(ctx, at, String(box.badge.count), colour, theme.onSeverity, theme.canvas, theme.sans);
    return;
  }
  ctx.beginPath();
  ctx.arc(at.x, at.y, Math.min(16, 5 / look.zoom), 0, Math.PI * 2);
  ctx.fillStyle = colour;
  ctx.fill();
}
