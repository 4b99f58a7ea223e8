/** Painting of lines where their labels or heads can be told apart: handoffs, entries, fallbacks, candidates. */
import type { Point } from "../geometry";
import type { Detail } from "../lod";
import { gatePoint } from "../route";
import type { Badge, SceneEdge } from "../scene";
import {
  addHead,
  addHollowHead,
  addLine,
  addOpenHead,
  countMark,
  diamond,
  roundedRect,
} from "./shapes";
import { paintSign, signRadius } from "./signs";
import { type Context, fitText, widthOf, writeCentred } from "./text";
import { layerColour, type PaintTheme, severityColour } from "./theme";

/** An edge where it runs now. */
export interface DrawnEdge {
  readonly edge: SceneEdge;
  readonly points: readonly Point[];
  readonly labelAt: Point;
}

/** What all lines of a patch have in common. */
export interface EdgeLook {
  readonly detail: Detail;
  readonly zoom: number;
  readonly theme: PaintTheme;
  /** Stands out from the others: selected or pointed at. */
  readonly strong: boolean;
  /** In place of the edge's own colour. */
  readonly colour: string | null;
}

/** Lines of one style are painted together: this many in a path, above which a path costs more than it saves. */
const IN_A_PATH = 48;
const CORNER = 10;
const HEAD = 9;
const LABEL_WIDTH = 150;

export function edgeColour(edge: SceneEdge, theme: PaintTheme): string {
  if (edge.layer !== null) return layerColour(theme, edge.layer);
  if (edge.kind === "escalation" || (edge.toPerson && edge.kind === "handoff")) return theme.people;
  return edge.kind === "handoff" ? theme.edge : theme.edgeFaint;
}

/** Faint ones lie below: what is only possible, then what comes in, then what is drawn. */
export function edgeOrder(edge: SceneEdge): 0 | 1 | 2 {
  return edge.kind === "handoff" || edge.kind === "escalation" ? 2 : edge.kind === "entry" ? 1 : 0;
}

/** Dashed: a way out when it fails. Dotted: one that may be taken. */
export function dashOf(edge: SceneEdge): readonly number[] {
  if (edge.kind === "fallback") return [6, 6];
  if (edge.kind === "candidate") return [0.5, 5];
  return edge.kind === "escalation" ? [10, 4] : [];
}

/** Lines and their heads, those of one style together. Yields between paths, so that a painter can stop in between. */
export function* paintLines(
  ctx: Context,
  edges: readonly DrawnEdge[],
  look: EdgeLook,
): Generator<void, void, void> {
  const styles = new Map<string, DrawnEdge[]>();
  for (const drawn of edges) {
    const style = `${edgeOrder(drawn.edge)}|${styleOf(drawn.edge, look)}`;
    const same = styles.get(style);
    if (same) same.push(drawn);
    else styles.set(style, [drawn]);
  }
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  for (const style of [...styles.keys()].sort()) {
    const same = styles.get(style) ?? [];
    for (let at = 0; at < same.length; at += IN_A_PATH) {
      paintAlike(ctx, same.slice(at, at + IN_A_PATH), look);
      yield;
    }
  }
}

function styleOf(edge: SceneEdge, look: EdgeLook): string {
  return `${look.colour ?? edgeColour(edge, look.theme)}|${edge.kind}|${edge.delegate}|${edge.width}`;
}

function paintAlike(ctx: Context, edges: readonly DrawnEdge[], look: EdgeLook): void {
  const edge = edges[0]?.edge;
  if (!edge) return;
  const { theme, zoom, detail, strong } = look;
  const colour = look.colour ?? edgeColour(edge, theme);
  const faint = edge.kind === "fallback" || edge.kind === "candidate";
  const wide = edge.width ?? 0;
  const size = (detail === "cards" ? HEAD : HEAD * 1.6) * (strong ? 1.15 : 1) + wide;
  const open = faint || edge.kind === "entry";
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = Math.max(
    (strong ? 2.25 : 1.5) * (faint ? 0.85 : 1),
    (strong ? 1.5 : 0.75) / zoom,
    wide,
  );
  const dash = dashOf(edge);
  if (dash.length > 0) ctx.setLineDash(dash as number[]);
  ctx.beginPath();
  const start = edge.delegate ? size * 0.9 : 0;
  for (const { points } of edges) addLine(ctx, points, CORNER, start, open ? 1 : size * 0.6);
  ctx.stroke();
  if (dash.length > 0) ctx.setLineDash([]);
  ctx.beginPath();
  for (const { points } of edges) {
    const tip = points[points.length - 1];
    const before = points[points.length - 2];
    if (!tip || !before) continue;
    if (open) addOpenHead(ctx, before, tip, size * 0.75);
    else addHead(ctx, before, tip, size);
  }
  if (open) ctx.stroke();
  else ctx.fill();
  if (!edge.delegate) return;
  ctx.beginPath();
  for (const { points } of edges) {
    const [first, second] = points;
    if (first && second) addHollowHead(ctx, second, first, size * 0.95);
  }
  ctx.fillStyle = theme.canvas;
  ctx.fill();
  ctx.lineWidth = Math.max(1.25, 0.7 / zoom);
  ctx.stroke();
}

/** What stands on a line: gate, label, mark. Painted after all lines, so that no line crosses a word. */
export function paintMarks(ctx: Context, drawn: DrawnEdge, look: EdgeLook): void {
  const { edge, points, labelAt } = drawn;
  if (edge.gate) {
    const width = edge.label === "" ? 0 : labelOf(ctx, edge, look.theme).width;
    gateMark(ctx, gatePoint(points, labelAt, width), look);
  }
  if (look.detail === "cards") {
    if (edge.label !== "") label(ctx, edge, labelAt, look);
    else if (edge.badge) edgeBadge(ctx, edge.badge, labelAt, look.theme);
    else edgeSign(ctx, edge, labelAt, look);
  } else if (edge.sign) {
    edgeSign(ctx, edge, labelAt, look, signRadius(look.zoom));
  } else if (edge.badge) {
    ctx.beginPath();
    ctx.arc(labelAt.x, labelAt.y, Math.min(14, 4.5 / look.zoom), 0, Math.PI * 2);
    ctx.fillStyle = severityColour(look.theme, edge.badge.severity);
    ctx.fill();
  }
}

function label(ctx: Context, edge: SceneEdge, at: Point, look: EdgeLook): void {
  const { theme, strong } = look;
  const colour = look.colour ?? edgeColour(edge, theme);
  const { text, font, width } = labelOf(ctx, edge, theme);
  const rect = { x: at.x - width / 2, y: at.y - 10, width, height: 20 };
  roundedRect(ctx, rect, 6);
  ctx.fillStyle = theme.canvas;
  ctx.fill();
  ctx.lineWidth = strong ? 1.5 : 1;
  ctx.strokeStyle = strong ? colour : theme.cardBorder;
  if (edge.lacking) ctx.setLineDash([3, 3]);
  ctx.stroke();
  if (edge.lacking) ctx.setLineDash([]);
  ctx.fillStyle = look.colour ?? (edge.toPerson ? theme.people : theme.muted);
  ctx.textBaseline = "middle";
  writeCentred(ctx, font, text, at.x, at.y + 0.5);
  // Beyond the corner, where it hides no letter.
  const corner = { x: rect.x + width + 3, y: rect.y - 3 };
  if (edge.badge) edgeBadge(ctx, edge.badge, corner, theme);
  edgeSign(ctx, edge, corner, look);
}

/** What a marking says of a handoff, always in its own colour. */
function edgeSign(
  ctx: Context,
  edge: SceneEdge,
  at: Point,
  { theme }: EdgeLook,
  radius?: number,
): void {
  if (edge.sign) paintSign(ctx, at, edge.sign, edgeColour(edge, theme), theme, radius);
}

/** The upper left corner of what stands in the middle of a line: of its label, where it shows one. */
export function labelCorner(
  ctx: Context,
  { edge, labelAt }: DrawnEdge,
  look: Pick<EdgeLook, "detail" | "theme">,
): Point {
  if (look.detail !== "cards" || edge.label === "") return labelAt;
  return { x: labelAt.x - labelOf(ctx, edge, look.theme).width / 2, y: labelAt.y - 10 };
}

/** What fits of a label, and the width of its plate. */
function labelOf(
  ctx: Context,
  edge: SceneEdge,
  theme: PaintTheme,
): { text: string; font: string; width: number } {
  const plain = edge.lacking || edge.told !== undefined || edge.kind !== "handoff";
  const face = plain ? theme.sans : theme.mono;
  const font = `${theme.medium} 10.5px ${face}`;
  const text = fitText(ctx, font, edge.label, LABEL_WIDTH);
  return { text, font, width: widthOf(ctx, font, text) + 14 };
}

function edgeBadge(ctx: Context, badge: Badge, at: Point, theme: PaintTheme): void {
  countMark(ctx, at, String(badge.count), severityColour(theme, badge.severity), theme);
}

function gateMark(ctx: Context, at: Point, { detail, zoom, theme }: EdgeLook): void {
  const half = detail === "cards" ? 9 : Math.min(24, 6.5 / zoom);
  diamond(ctx, at, half + 3);
  ctx.fillStyle = theme.canvas;
  ctx.fill();
  diamond(ctx, at, half);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.lineWidth = half * 0.2;
  ctx.strokeStyle = theme.gate;
  ctx.stroke();
  diamond(ctx, at, half * 0.4);
  ctx.fillStyle = theme.gate;
  ctx.fill();
}
