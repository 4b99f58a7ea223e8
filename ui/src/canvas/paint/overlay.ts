/** What lies over the ground and changes with every movement: what is pointed at, selected, on its way, being drawn. */
import { type Camera, visibleRect } from "../camera";
import { inflate, intersects, type Point, type Rect, type Size } from "../geometry";
import { type Hit, handlesOf, hasHandles } from "../hit";
import { type Detail, NEAR_ZOOM } from "../lod";
import type { Neighbourhood } from "../neighbourhood";
import { previewRoute } from "../route";
import type { Scene, SceneBox, SceneEdge, SceneIndex } from "../scene";
import { edgeNow } from "./afloat";
import { paintBadge, radiusOf } from "./boxes";
import {
  type DrawnEdge,
  type EdgeLook,
  edgeColour,
  labelCorner,
  paintLines,
  paintMarks,
} from "./edges";
import { isSeen, isSmall } from "./ground";
import { type Preview, rectNow } from "./preview";
import { addHead, addLine, addOpenHead, roundedRect } from "./shapes";
import { paintSign, signRadius } from "./signs";
import { type Context, writeCentred } from "./text";
import { boxColour, layerColour, type PaintTheme } from "./theme";

/** The way that a finding or a hit speaks of: boxes and lines in their order. */
export interface ShownPath {
  /** A place in `LAYER_TOKENS`: of the finding's severity, or of what happens to what is hit. */
  readonly colour: number;
  readonly boxes: readonly string[];
  readonly edges: readonly string[];
}

export interface Overlay {
  readonly scene: Scene;
  readonly index: SceneIndex;
  readonly camera: Camera;
  readonly size: Size;
  readonly detail: Detail;
  readonly theme: PaintTheme;
  readonly hover: Hit;
  readonly preview: Preview;
  readonly selectedBoxes: readonly SceneBox[];
  /** What is selected is brought out elsewhere. */
  readonly outlined: boolean;
  readonly selectedEdges: readonly SceneEdge[];
  readonly path: ShownPath | null;
  /** What is marked, or near what is looked at; null where all is alike. */
  readonly focus: Neighbourhood | null;
}

/** So many signs are shown where boxes are too small for words; more would hide what they stand on. */
const MOST_SIGNS = 300;
/** In pixels of the screen. */
const SMALL_SIGN = 6.5;
/** Lines at selected boxes are brought out while there are at most so many boxes. */
const MOST_NEIGHBOURS = 24;

/** Paints the lines that stand out; the context's unit is the world's. */
export function paintStrongLines(ctx: Context, overlay: Overlay): void {
  const { scene, index, theme, camera, detail, hover, preview, path } = overlay;
  const area = visibleRect(camera, overlay.size);
  const look = (colour: string | null): EdgeLook => {
    return { detail, zoom: camera.zoom, theme, strong: true, colour };
  };
  const seen = (edges: Iterable<SceneEdge>): DrawnEdge[] =>
    [...edges]
      .filter(({ id }) => intersects(index.edges.rectOf(id) ?? area, area))
      .map((edge) => edgeNow(edge, scene, preview));
  const selected = new Set(overlay.outlined ? [] : overlay.selectedEdges);
  const touching = new Set<SceneEdge>();
  if (overlay.selectedBoxes.length <= MOST_NEIGHBOURS && preview.moved.size === 0)
    for (const box of overlay.selectedBoxes)
      for (const id of index.touching.get(box.id) ?? []) {
        const edge = scene.edges.get(id);
        if (edge && !selected.has(edge)) touching.add(edge);
      }
  const hovered = hover.on === "edge" || hover.on === "end" ? scene.edges.get(hover.id) : undefined;
  if (hovered && !selected.has(hovered)) touching.add(hovered);
  paintStrong(ctx, seen(touching), look(null));
  paintStrong(ctx, seen(selected), look(theme.accent));
  if (path) {
    const edges = path.edges.flatMap((id) => scene.edges.get(id) ?? []);
    paintStrong(ctx, seen(edges), look(layerColour(theme, path.colour)));
  }
}

function paintStrong(ctx: Context, edges: readonly DrawnEdge[], look: EdgeLook): void {
  for (const _ of paintLines(ctx, edges, look));
  if (isSmall(look.detail)) return;
  for (const drawn of edges) paintMarks(ctx, drawn, look);
}

/** Paints what stands over the boxes; the context's unit is the world's. */
export function paintOverlay(ctx: Context, overlay: Overlay): void {
  const { scene, camera, theme, hover, preview } = overlay;
  const hovered = hover.on === "box" || hover.on === "handle" ? scene.boxes.get(hover.id) : null;
  const isHandling = preview.connect !== null || preview.moved.size > 0 || preview.marquee !== null;
  if (hovered && !isHandling && !overlay.selectedBoxes.includes(hovered))
    outline(ctx, [hovered], overlay, 0, 1.25, theme.accent);
  if (overlay.detail === "blocks") paintSmallSigns(ctx, overlay);
  paintSelected(ctx, overlay);
  paintPath(ctx, overlay);
  if (hovered && !isHandling && hasHandles(hovered) && camera.zoom >= NEAR_ZOOM)
    paintHandles(ctx, rectNow(hovered, preview), camera.zoom, theme);
  paintEnds(ctx, overlay);
  paintConnect(ctx, overlay);
  paintArea(ctx, overlay);
  paintFrames(ctx, overlay);
  paintNote(ctx, overlay);
}

/** The ground has only colours there. */
function paintSmallSigns(
  ctx: Context,
  { scene, focus, theme, camera, size, preview }: Overlay,
): void {
  if (!focus || focus.boxes.size + focus.edges.size > MOST_SIGNS) return;
  const area = visibleRect(camera, size);
  const radius = SMALL_SIGN / camera.zoom;
  for (const id of focus.edges) {
    const edge = scene.edges.get(id);
    if (edge?.sign) paintSign(ctx, edge.labelAt, edge.sign, edgeColour(edge, theme), theme, radius);
  }
  for (const id of focus.boxes) {
    const box = scene.boxes.get(id);
    const rect = box && rectNow(box, preview);
    if (!box?.sign || !rect || !isSeen(rect, area)) continue;
    const at = { x: rect.x + rect.width, y: rect.y };
    paintSign(ctx, at, box.sign, boxColour(theme, box), theme, radius);
  }
}

function paintSelected(ctx: Context, overlay: Overlay): void {
  if (!overlay.outlined) outline(ctx, overlay.selectedBoxes, overlay, 2, 2, overlay.theme.accent);
}

/** Outlines of boxes, `gap` and `width` in pixels of the screen. */
function outline(
  ctx: Context,
  boxes: readonly SceneBox[],
  { camera, size, preview, detail, theme }: Overlay,
  gap: number,
  width: number,
  colour: string,
): void {
  const area = visibleRect(camera, size);
  for (const box of boxes) {
    const rect = rectNow(box, preview);
    if (!isSeen(rect, area)) continue;
    ctx.strokeStyle = colour;
    ctx.lineWidth = width / camera.zoom;
    const outer = inflate(rect, gap / camera.zoom);
    if (isSmall(detail)) {
      ctx.strokeRect(outer.x, outer.y, outer.width, outer.height);
      continue;
    }
    roundedRect(ctx, outer, radiusOf(box, rect) + gap / camera.zoom);
    ctx.stroke();
    paintBadge(ctx, box, rect, { detail, zoom: camera.zoom, theme });
  }
}

/** The way that is shown: its boxes in its colour, and numbers in the order in which it is walked. */
function paintPath(ctx: Context, overlay: Overlay): void {
  const { path, scene, theme, camera, preview } = overlay;
  if (!path) return;
  const colour = layerColour(theme, path.colour);
  const boxes = path.boxes.flatMap((id) => scene.boxes.get(id) ?? []);
  outline(ctx, boxes, overlay, 2, 2.5, colour);
  const edges = path.edges.flatMap((id) => scene.edges.get(id) ?? []);
  const places =
    edges.length > 0
      ? edges.map((edge) => numberPlace(ctx, edgeNow(edge, scene, preview), overlay))
      : boxes.map((box) => rectNow(box, preview));
  const size = 1 / Math.max(camera.zoom, 0.02);
  for (const [i, at] of places.entries()) {
    ctx.beginPath();
    ctx.arc(at.x, at.y, 9 * size, 0, Math.PI * 2);
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.lineWidth = 1.5 * size;
    ctx.strokeStyle = theme.canvas;
    ctx.stroke();
    ctx.fillStyle = theme.onSeverity;
    ctx.font = `600 ${10.5 * size}px ${theme.sans}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(String(i + 1), at.x, at.y + 0.5 * size);
    ctx.textAlign = "left";
  }
}

/** Beside the sign of a line that shows no label. */
function numberPlace(ctx: Context, drawn: DrawnEdge, overlay: Overlay): Point {
  const { detail, camera } = overlay;
  const at = labelCorner(ctx, drawn, overlay);
  const isOverSign = drawn.edge.sign !== undefined && at === drawn.labelAt && !isSmall(detail);
  return isOverSign ? { x: at.x - signRadius(camera.zoom) - 10 / camera.zoom, y: at.y } : at;
}

function paintHandles(ctx: Context, rect: Rect, zoom: number, theme: PaintTheme): void {
  const grown = 1 / Math.min(1, zoom);
  ctx.fillStyle = theme.card;
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2 * grown;
  for (const handle of handlesOf(rect, zoom)) {
    ctx.beginPath();
    ctx.arc(handle.x, handle.y, 5 * grown, 0, Math.PI * 2);
    ctx.fill();
    ctx.stroke();
  }
}

/** The ends of a selected line, by which it can be carried elsewhere. */
function paintEnds(ctx: Context, { selectedEdges, preview, camera, theme }: Overlay): void {
  const [edge, ...more] = selectedEdges;
  if (!edge || more.length > 0 || edge.kind !== "handoff" || preview.connect) return;
  if (camera.zoom < NEAR_ZOOM) return;
  const grown = 1 / Math.min(1, camera.zoom);
  ctx.fillStyle = theme.card;
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2 * grown;
  for (const end of [edge.points[0], edge.points[edge.points.length - 1]]) {
    if (!end) continue;
    ctx.beginPath();
    ctx.arc(end.x, end.y, 4.5 * grown, 0, Math.PI * 2);
    ctx.fill();
    ctx.stroke();
  }
}

function paintConnect(ctx: Context, overlay: Overlay): void {
  const { scene, preview, theme, camera } = overlay;
  const { connect } = preview;
  const fixed = connect ? scene.boxes.get(connect.box) : undefined;
  if (!connect || !fixed) return;
  const target = connect.target === null ? undefined : scene.boxes.get(connect.target);
  const open = target ? target.rect : { ...connect.at, width: 0, height: 0 };
  const points =
    connect.fixed === "from" ? previewRoute(fixed.rect, open) : previewRoute(open, fixed.rect);
  const carried = connect.edge === null ? undefined : scene.edges.get(connect.edge);
  const grown = 1 / Math.min(1, camera.zoom);
  const resting = carried && !target ? edgeColour(carried, theme) : theme.accent;
  const colour = connect.refused ? theme.error : resting;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 2 * grown;
  ctx.lineCap = "round";
  ctx.beginPath();
  addLine(ctx, points, 10, 0, 5 * grown);
  ctx.stroke();
  const tip = points[points.length - 1];
  const before = points[points.length - 2];
  if (tip && before) {
    ctx.beginPath();
    if (carried?.kind === "fallback") addOpenHead(ctx, before, tip, 9 * grown);
    else addHead(ctx, before, tip, 9 * grown);
    if (carried?.kind === "fallback") ctx.stroke();
    else ctx.fill();
  }
  if (target) outline(ctx, [target], overlay, 2, 2.5, colour);
}

/** The group that what is held would come into. */
function paintArea(ctx: Context, overlay: Overlay): void {
  const { preview, scene, theme } = overlay;
  const area = preview.area ? scene.boxes.get(preview.area.id) : undefined;
  if (!area) return;
  const { x, y, width, height } = rectNow(area, preview);
  roundedRect(ctx, { x, y, width, height }, radiusOf(area, area.rect));
  ctx.fillStyle = theme.accentSoft;
  ctx.fill();
  outline(ctx, [area], overlay, 0, 2, theme.accent);
}

/** Words beside the hand, as large at every zoom. */
function paintNote(ctx: Context, { preview: { note, connect }, theme, camera }: Overlay): void {
  if (!note) return;
  const unit = 1 / camera.zoom;
  const font = `${theme.medium} ${12 * unit}px ${theme.sans}`;
  ctx.font = font;
  const width = ctx.measureText(note.text).width + 16 * unit;
  const plate = { x: note.at.x + 14 * unit, y: note.at.y + 16 * unit, width, height: 24 * unit };
  roundedRect(ctx, plate, 6 * unit);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.lineWidth = unit;
  ctx.strokeStyle = connect?.refused ? theme.error : theme.accent;
  ctx.stroke();
  ctx.fillStyle = theme.text;
  ctx.textBaseline = "middle";
  writeCentred(ctx, font, note.text, plate.x + width / 2, plate.y + 12.5 * unit);
}

function paintFrames(ctx: Context, { preview, theme, camera }: Overlay): void {
  const { marquee, ghost, guides } = preview;
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 1 / camera.zoom;
  if (guides.length > 0) {
    ctx.beginPath();
    for (const { from, to } of guides) {
      ctx.moveTo(from.x, from.y);
      ctx.lineTo(to.x, to.y);
    }
    ctx.stroke();
  }
  ctx.fillStyle = theme.accentSoft;
  if (marquee) {
    ctx.fillRect(marquee.x, marquee.y, marquee.width, marquee.height);
    ctx.strokeRect(marquee.x, marquee.y, marquee.width, marquee.height);
  }
  if (ghost) {
    ctx.setLineDash([5 / camera.zoom, 4 / camera.zoom]);
    roundedRect(ctx, ghost, 10);
    ctx.fill();
    ctx.stroke();
    ctx.setLineDash([]);
  }
}
