/** One frame of the drawing: culled by the spatial index, painted back to front. */
import { type Camera, visibleRect } from "../camera";
import { inflate, intersects, type Point, type Rect, type Size, translate } from "../geometry";
import { handlesOf, hasHandles } from "../hit";
import { detailAt, NEAR_ZOOM } from "../lod";
import { labelPoint, previewRoute, routeToPoint } from "../route";
import type { Scene, SceneBox, SceneEdge, SceneIndex } from "../scene";
import type { Selection } from "../selection";
import { paintBox } from "./boxes";
import { type DrawnEdge, type EdgeLook, paintLine, paintMarks } from "./edges";
import { arrowHead, roundedLine } from "./shapes";
import type { Context } from "./text";
import type { GlyphPaths, PaintTheme } from "./theme";

/** What is being dragged, before anything is committed. */
export interface Preview {
  /** New places of boxes on the move, by box. */
  readonly moved: ReadonlyMap<string, Point>;
  readonly connect: {
    readonly from: string;
    readonly at: Point;
    readonly target: string | null;
  } | null;
  readonly marquee: Rect | null;
}

export const NO_PREVIEW: Preview = { moved: new Map(), connect: null, marquee: null };

export interface Frame {
  readonly scene: Scene;
  readonly index: SceneIndex;
  readonly camera: Camera;
  readonly size: Size;
  readonly pixelRatio: number;
  readonly selection: Selection;
  readonly hoveredBox: string | null;
  readonly hoveredEdge: string | null;
  readonly preview: Preview;
  readonly theme: PaintTheme;
  readonly paths: GlyphPaths;
}

export function paintFrame(ctx: Context, frame: Frame): void {
  const { camera, size, theme, pixelRatio, scene, index, preview } = frame;
  ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  ctx.fillStyle = theme.canvas;
  ctx.fillRect(0, 0, size.width, size.height);
  paintGrid(ctx, camera, size, theme);
  const scale = camera.zoom * pixelRatio;
  ctx.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale);
  const shown = inflate(visibleRect(camera, size), 40);
  const selectedBoxes = new Set(frame.selection.boxes);
  const boxes = visibleBoxes(scene, index, shown, preview);
  for (const box of boxes)
    if (box.shape === "group") paintOne(ctx, box, selectedBoxes.has(box.id), frame);
  const edges = visibleEdges(frame, shown);
  for (const edge of edges) paintLine(ctx, edge, theme);
  for (const edge of edges) paintMarks(ctx, edge, theme);
  for (const box of boxes)
    if (box.shape !== "group") paintOne(ctx, box, selectedBoxes.has(box.id), frame);
  paintHandles(ctx, frame);
  paintPreview(ctx, frame);
}

/** Where a box is now: dragged, or at rest. */
export function rectNow(box: SceneBox, preview: Preview): Rect {
  const by = preview.moved.get(box.id);
  return by ? translate(box.rect, by) : box.rect;
}

function visibleBoxes(scene: Scene, index: SceneIndex, shown: Rect, preview: Preview): SceneBox[] {
  const ids = new Set(index.boxes.query(shown));
  for (const id of preview.moved.keys()) ids.add(id);
  const boxes: SceneBox[] = [];
  for (const id of ids) {
    const box = scene.boxes.get(id);
    if (box && intersects(rectNow(box, preview), shown)) boxes.push(box);
  }
  return boxes;
}

function visibleEdges(frame: Frame, shown: Rect): DrawnEdge[] {
  const { scene, index, preview, selection } = frame;
  const ids = new Set(index.edges.query(shown));
  for (const id of preview.moved.keys())
    for (const edge of index.touching.get(id) ?? []) ids.add(edge);
  const selected = new Set(selection.edges);
  const focus = new Set([
    ...selection.edges,
    ...selection.boxes.flatMap((id) => index.touching.get(id) ?? []),
  ]);
  const drawn: DrawnEdge[] = [];
  for (const id of ids) {
    const edge = scene.edges.get(id);
    if (edge)
      drawn.push({
        edge,
        ...routeNow(edge, scene, preview),
        look: lookOf(edge, frame, selected, focus),
      });
  }
  return drawn.sort((a, b) => order(a) - order(b));
}

/** A line whose ends move is drawn anew between them; the layout's own route returns with the commit. */
function routeNow(
  edge: SceneEdge,
  scene: Scene,
  preview: Preview,
): { points: readonly Point[]; labelAt: Point } {
  const from = preview.moved.get(edge.from);
  const to = preview.moved.get(edge.to);
  if (!from && !to) return { points: edge.points, labelAt: edge.labelAt };
  if (from && to && from.x === to.x && from.y === to.y) {
    const by = (point: Point) => ({ x: point.x + from.x, y: point.y + from.y });
    return { points: edge.points.map(by), labelAt: by(edge.labelAt) };
  }
  const start = scene.boxes.get(edge.from);
  const end = scene.boxes.get(edge.to);
  if (!start || !end) return { points: edge.points, labelAt: edge.labelAt };
  const points = previewRoute(rectNow(start, preview), rectNow(end, preview));
  return { points, labelAt: labelPoint(points) };
}

function lookOf(
  edge: SceneEdge,
  frame: Frame,
  selected: ReadonlySet<string>,
  focus: ReadonlySet<string>,
): EdgeLook {
  return {
    detail: detailAt(frame.camera.zoom),
    selected: selected.has(edge.id),
    hovered: frame.hoveredEdge === edge.id,
    dimmed: focus.size > 0 && !focus.has(edge.id) && frame.hoveredEdge !== edge.id,
    zoom: frame.camera.zoom,
  };
}

function order({ edge, look }: DrawnEdge): number {
  if (look.selected) return 4;
  if (look.hovered) return 3;
  return edge.kind === "handoff" ? 2 : edge.kind === "entry" ? 1 : 0;
}

function paintOne(ctx: Context, box: SceneBox, selected: boolean, frame: Frame): void {
  const { camera, hoveredBox, preview, theme, paths } = frame;
  const look = {
    detail: detailAt(camera.zoom),
    selected,
    hovered: hoveredBox === box.id,
    target: preview.connect?.target === box.id,
    zoom: camera.zoom,
  };
  paintBox(ctx, box, rectNow(box, preview), look, theme, paths);
}

function paintHandles(ctx: Context, frame: Frame): void {
  const { scene, hoveredBox, preview, camera, theme } = frame;
  const box = hoveredBox ? scene.boxes.get(hoveredBox) : undefined;
  if (
    !box ||
    !hasHandles(box) ||
    preview.connect ||
    preview.moved.size > 0 ||
    camera.zoom < NEAR_ZOOM
  )
    return;
  for (const handle of handlesOf(box.rect, camera.zoom)) {
    ctx.beginPath();
    ctx.arc(handle.x, handle.y, 5 / Math.min(1, camera.zoom), 0, Math.PI * 2);
    ctx.fillStyle = theme.card;
    ctx.fill();
    ctx.lineWidth = 2 / Math.min(1, camera.zoom);
    ctx.strokeStyle = theme.accent;
    ctx.stroke();
  }
}

function paintPreview(ctx: Context, { scene, preview, theme, camera }: Frame): void {
  const { connect, marquee } = preview;
  const from = connect ? scene.boxes.get(connect.from) : undefined;
  if (connect && from) {
    const target = connect.target ? scene.boxes.get(connect.target) : undefined;
    const points = target
      ? previewRoute(from.rect, target.rect)
      : routeToPoint(from.rect, connect.at);
    ctx.strokeStyle = theme.accent;
    ctx.fillStyle = theme.accent;
    ctx.lineWidth = 2;
    roundedLine(ctx, points, 10, 5);
    ctx.stroke();
    const tip = points[points.length - 1];
    const before = points[points.length - 2];
    if (tip && before) arrowHead(ctx, before, tip, 9);
  }
  if (marquee) {
    ctx.fillStyle = theme.accentSoft;
    ctx.fillRect(marquee.x, marquee.y, marquee.width, marquee.height);
    ctx.lineWidth = 1 / camera.zoom;
    ctx.strokeStyle = theme.accent;
    ctx.strokeRect(marquee.x, marquee.y, marquee.width, marquee.height);
  }
}

const GRID_STEP = 24;

function paintGrid(ctx: Context, camera: Camera, size: Size, theme: PaintTheme): void {
  if (camera.zoom < 0.45) return;
  const gap = GRID_STEP * camera.zoom;
  const startX = -(((camera.x % GRID_STEP) + GRID_STEP) % GRID_STEP) * camera.zoom;
  const startY = -(((camera.y % GRID_STEP) + GRID_STEP) % GRID_STEP) * camera.zoom;
  ctx.fillStyle = theme.grid;
  const dot = camera.zoom > 1.4 ? 2 : 1.25;
  for (let x = startX; x < size.width; x += gap) {
    for (let y = startY; y < size.height; y += gap) ctx.fillRect(x, y, dot, dot);
  }
}
