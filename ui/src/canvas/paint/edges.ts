/** Painting of handoffs, entries and fallbacks. */
import type { Point } from "../geometry";
import type { Detail } from "../lod";
import { gatePoint } from "../route";
import type { Badge, SceneEdge } from "../scene";
import { arrowHead, countMark, diamond, openHead, roundedLine, roundedRect } from "./shapes";
import { type Context, fitText, widthOf } from "./text";
import { type PaintTheme, severityColour } from "./theme";

export interface EdgeLook {
  readonly detail: Detail;
  readonly selected: boolean;
  readonly hovered: boolean;
  /** Something else is in focus. */
  readonly dimmed: boolean;
  readonly zoom: number;
}

export interface DrawnEdge {
  readonly edge: SceneEdge;
  readonly points: readonly Point[];
  readonly labelAt: Point;
  readonly look: EdgeLook;
}

const CORNER = 10;
const HEAD = 9;
const LABEL_WIDTH = 150;

export function edgeColour(edge: SceneEdge, look: EdgeLook, theme: PaintTheme): string {
  if (look.selected) return theme.accent;
  if (edge.kind === "fallback") return theme.edgeFaint;
  if (edge.toPerson) return theme.people;
  return edge.kind === "entry" ? theme.edgeFaint : theme.edge;
}

export function paintLine(
  ctx: Context,
  { edge, points, look }: DrawnEdge,
  theme: PaintTheme,
): void {
  const tip = points[points.length - 1];
  const before = points[points.length - 2];
  if (!tip || !before) return;
  const colour = edgeColour(edge, look, theme);
  const strong = look.selected || look.hovered;
  ctx.globalAlpha = look.dimmed ? 0.38 : 1;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = Math.max(
    (strong ? 2.25 : 1.5) * (edge.kind === "fallback" ? 0.85 : 1),
    0.75 / look.zoom,
  );
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  if (look.detail === "dots") {
    straight(ctx, points);
    ctx.globalAlpha = 1;
    return;
  }
  ctx.setLineDash(dashOf(edge));
  roundedLine(ctx, points, CORNER, edge.delegate || edge.kind === "fallback" ? 1 : HEAD * 0.6);
  ctx.stroke();
  ctx.setLineDash([]);
  if (look.detail !== "blocks") heads(ctx, edge, points, before, tip, look);
  ctx.globalAlpha = 1;
}

/** Dotted: a call that returns. Dashed: a way out when it fails. */
function dashOf(edge: SceneEdge): number[] {
  if (edge.kind === "fallback") return [6, 6];
  return edge.delegate ? [0.5, 5] : [];
}

function heads(
  ctx: Context,
  edge: SceneEdge,
  points: readonly Point[],
  before: Point,
  tip: Point,
  look: EdgeLook,
): void {
  const size = look.detail === "titles" ? HEAD * 1.6 : HEAD;
  if (edge.kind === "fallback") {
    openHead(ctx, before, tip, size * 0.75);
    return;
  }
  arrowHead(ctx, before, tip, size);
  const start = points[0];
  const after = points[1];
  if (edge.delegate && start && after) openHead(ctx, after, start, size * 0.8);
}

/** What stands on a line: gate, label, mark. Painted after all lines, so that no line crosses a word. */
export function paintMarks(
  ctx: Context,
  { edge, points, labelAt, look }: DrawnEdge,
  theme: PaintTheme,
): void {
  if (look.detail === "dots" || look.detail === "blocks" || edge.kind !== "handoff") return;
  if (edge.gate) {
    const width = edge.label === "" ? 0 : labelOf(ctx, edge, theme).width;
    gateMark(ctx, gatePoint(points, labelAt, width), look, theme);
  }
  if (look.detail === "titles") {
    if (edge.badge) {
      ctx.beginPath();
      ctx.arc(labelAt.x, labelAt.y, Math.min(14, 4.5 / look.zoom), 0, Math.PI * 2);
      ctx.fillStyle = severityColour(theme, edge.badge.severity);
      ctx.fill();
    }
  } else label(ctx, edge, labelAt, look, theme);
}

function label(ctx: Context, edge: SceneEdge, at: Point, look: EdgeLook, theme: PaintTheme): void {
  if (edge.label === "") {
    if (edge.badge) edgeBadge(ctx, edge.badge, at, look, theme);
    return;
  }
  const { text, width } = labelOf(ctx, edge, theme);
  const rect = { x: at.x - width / 2, y: at.y - 10, width, height: 20 };
  roundedRect(ctx, rect, 6);
  ctx.fillStyle = theme.canvas;
  ctx.fill();
  ctx.globalAlpha = look.dimmed ? 0.55 : 1;
  ctx.lineWidth = look.selected || look.hovered ? 1.5 : 1;
  ctx.strokeStyle =
    look.selected || look.hovered ? edgeColour(edge, look, theme) : theme.cardBorder;
  if (edge.lacking) ctx.setLineDash([3, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = look.selected ? theme.accent : edge.toPerson ? theme.people : theme.muted;
  ctx.textBaseline = "middle";
  ctx.fillText(text, rect.x + 7, at.y + 0.5);
  ctx.globalAlpha = 1;
  if (edge.badge) edgeBadge(ctx, edge.badge, { x: rect.x + width, y: rect.y }, look, theme);
}

/** What fits of a label, and the width of its plate; the context is left with its font. */
function labelOf(
  ctx: Context,
  edge: SceneEdge,
  theme: PaintTheme,
): { text: string; width: number } {
  ctx.font = `${theme.medium} 10.5px ${edge.lacking ? theme.sans : theme.mono}`;
  const text = fitText(ctx, edge.label, LABEL_WIDTH);
  return { text, width: widthOf(ctx, text) + 14 };
}

function edgeBadge(ctx: Context, badge: Badge, at: Point, look: EdgeLook, theme: PaintTheme): void {
  ctx.globalAlpha = look.dimmed ? 0.6 : 1;
  countMark(
    ctx,
    at,
    String(badge.count),
    severityColour(theme, badge.severity),
    theme.onSeverity,
    theme.canvas,
    theme.sans,
  );
  ctx.globalAlpha = 1;
}

function gateMark(ctx: Context, at: Point, look: EdgeLook, theme: PaintTheme): void {
  const half = look.detail === "titles" ? Math.min(24, 6.5 / look.zoom) : 9;
  diamond(ctx, at, half + 3);
  ctx.fillStyle = theme.canvas;
  ctx.fill();
  diamond(ctx, at, half);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.globalAlpha = look.dimmed ? 0.5 : 1;
  ctx.lineWidth = half * 0.2;
  ctx.strokeStyle = theme.gate;
  ctx.stroke();
  diamond(ctx, at, half * 0.4);
  ctx.fillStyle = theme.gate;
  ctx.fill();
  ctx.globalAlpha = 1;
}

function straight(ctx: Context, points: readonly Point[]): void {
  ctx.beginPath();
  for (const [i, point] of points.entries()) {
    if (i === 0) ctx.moveTo(point.x, point.y);
    else ctx.lineTo(point.x, point.y);
  }
  ctx.stroke();
}
