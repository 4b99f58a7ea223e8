/**
 * What stays while nothing is edited, patch by patch: grid, areas, lines, labels, boxes. The generators yield after every
 * few strokes, so that a painter with little time can go on in the next frame.
 */
import { inflate, intersects, type Rect } from "../geometry";
import { type Detail, detailAt } from "../lod";
import type { Neighbourhood } from "../neighbourhood";
import type { Scene, SceneBox, SceneEdge, SceneIndex } from "../scene";
import { type BoxLook, paintBox } from "./boxes";
import { pixelOf } from "./colour";
import { type DrawnEdge, type EdgeLook, edgeOrder, paintLines, paintMarks } from "./edges";
import { jointsOf, paintJoint } from "./joints";
import type { Raster } from "./raster";
import { smallBox, smallEdge } from "./small";
import type { Context } from "./text";
import type { GlyphPaths, PaintTheme } from "./theme";

export interface Ground {
  readonly scene: Scene;
  readonly index: SceneIndex;
  readonly theme: PaintTheme;
  readonly paths: GlyphPaths;
  /** Boxes and edges that are painted elsewhere meanwhile. */
  readonly hidden: ReadonlySet<string>;
  /** Everything outside is shown faintly; null shows all alike. */
  readonly focus: Neighbourhood | null;
}

/** A rectangle of whole pixels of the drawing at a scale. */
export interface Patch {
  /** In pixels from the world's origin. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Pixels in a world unit. */
  readonly scale: number;
  /** Pixels in a CSS pixel. */
  readonly ratio: number;
}

/** How far marks reach beyond a box: badges, shadows, the cards behind a collapsed group. */
export const BOX_REACH = 24;
const FADED = 0.16;
const BOXES_AT_ONCE = 2;
const PIXELS_AT_ONCE = 400;

export function detailOf(patch: Patch): Detail {
  return detailAt(patch.scale / patch.ratio);
}

export function isSmall(detail: Detail): boolean {
  return detail === "dots" || detail === "blocks";
}

/** The part of the world that a patch shows. */
export function areaOf({ x, y, width, height, scale }: Patch): Rect {
  return { x: x / scale, y: y / scale, width: width / scale, height: height / scale };
}

/** Whether nothing at all is to be seen in a patch, not even the grid. */
export function isBlank(ground: Ground, patch: Patch): boolean {
  if (gridStep(patch.scale / patch.ratio) !== null) return false;
  const area = areaOf(patch);
  return (
    ground.index.boxes.query(inflate(area, BOX_REACH)).length === 0 &&
    ground.index.edges.query(area).length === 0
  );
}

/** Paints a patch where words can be read; `at` is where its upper left corner lies on the surface. */
export function* paintPatch(
  ctx: Context,
  ground: Ground,
  patch: Patch,
  at: readonly [x: number, y: number],
): Generator<void, void, void> {
  const { theme, paths } = ground;
  const zoom = patch.scale / patch.ratio;
  const detail = detailOf(patch);
  const [dx, dy] = at;
  ctx.setTransform(1, 0, 0, 1, dx, dy);
  ctx.fillStyle = theme.canvas;
  ctx.fillRect(0, 0, patch.width, patch.height);
  paintGrid(ctx, patch, theme);
  ctx.setTransform(patch.scale, 0, 0, patch.scale, dx - patch.x, dy - patch.y);
  yield;
  const box: BoxLook = { detail, zoom, theme, paths };
  const edge: EdgeLook = { detail, zoom, theme, strong: false, colour: null };
  const found = contentOf(ground, areaOf(patch));
  const inFocus = (kind: "boxes" | "edges", id: string) =>
    ground.focus === null || ground.focus[kind].has(id);
  const fade = (on: boolean) => {
    ctx.globalAlpha = on ? 1 : FADED;
  };
  for (const area of found.areas) {
    fade(inFocus("boxes", area.id));
    paintBox(ctx, area, area.rect, box);
  }
  yield;
  const groups = [false, true].map((on) =>
    found.edges.filter(({ id }) => inFocus("edges", id) === on).map(atRest),
  );
  for (const [i, edges] of groups.entries()) {
    fade(i === 1);
    yield* paintLines(ctx, edges, edge);
  }
  let count = 0;
  for (const [i, edges] of groups.entries()) {
    fade(i === 1);
    for (const drawn of edges) {
      paintMarks(ctx, drawn, edge);
      if (count++ % BOXES_AT_ONCE === 0) yield;
    }
  }
  for (const one of [...found.boxes].sort(byPlace)) {
    fade(inFocus("boxes", one.id));
    for (const joint of jointsOf(outgoing(ground, one)))
      paintJoint(ctx, joint, theme, detail, zoom);
    paintBox(ctx, one, one.rect, box);
    if (count++ % BOXES_AT_ONCE === 0) yield;
  }
  ctx.globalAlpha = 1;
}

/** Paints a patch of which every box is a few pixels. */
export function* rasterPatch(
  raster: Raster,
  ground: Ground,
  patch: Patch,
): Generator<void, void, void> {
  const { theme, focus } = ground;
  const small = { ...patch, raster, theme, detail: detailOf(patch), hairline: hairlineOf(patch) };
  raster.clear(pixelOf(theme.canvas));
  const { areas, edges, boxes } = contentOf(ground, areaOf(patch));
  let count = 0;
  for (const box of areas) smallBox(small, box, box.rect, focus?.boxes.has(box.id) === false);
  for (const edge of edges) {
    smallEdge(small, edge, edge.points, focus?.edges.has(edge.id) === false);
    if (count++ % PIXELS_AT_ONCE === 0) yield;
  }
  for (const box of boxes) {
    smallBox(small, box, box.rect, focus?.boxes.has(box.id) === false);
    if (count++ % PIXELS_AT_ONCE === 0) yield;
  }
}

export function hairlineOf(patch: Pick<Patch, "ratio">): number {
  return Math.max(1, Math.round(patch.ratio));
}

interface Content {
  /** Open groups, the outer ones first. */
  readonly areas: readonly SceneBox[];
  /** Faint ones first. */
  readonly edges: readonly SceneEdge[];
  readonly boxes: readonly SceneBox[];
}

function contentOf({ scene, index, hidden }: Ground, area: Rect): Content {
  const areas: SceneBox[] = [];
  const boxes: SceneBox[] = [];
  for (const id of index.boxes.query(inflate(area, BOX_REACH))) {
    const box = hidden.has(id) ? undefined : scene.boxes.get(id);
    if (box) (box.shape === "group" && !box.collapsed ? areas : boxes).push(box);
  }
  areas.sort((a, b) => b.rect.width * b.rect.height - a.rect.width * a.rect.height);
  const layers: [SceneEdge[], SceneEdge[], SceneEdge[]] = [[], [], []];
  for (const id of index.edges.query(area)) {
    const edge = hidden.has(id) ? undefined : scene.edges.get(id);
    if (edge) layers[edgeOrder(edge)].push(edge);
  }
  return { areas, edges: layers.flat(), boxes };
}

function atRest(edge: SceneEdge): DrawnEdge {
  return { edge, points: edge.points, labelAt: edge.labelAt };
}

/** Boxes that lie over each other do so in the same way in every tile. */
function byPlace({ rect: a }: SceneBox, { rect: b }: SceneBox): number {
  return a.y - b.y || a.x - b.x;
}

function outgoing({ scene, index, hidden }: Ground, box: SceneBox): SceneEdge[] {
  return (index.touching.get(box.id) ?? []).flatMap((id) => {
    const edge = scene.edges.get(id);
    return edge && edge.from === box.id && edge.parallel !== null && !hidden.has(id) ? [edge] : [];
  });
}

const GRID = 24;

/** World units between the dots of the grid; null where it would be noise. */
function gridStep(zoom: number): number | null {
  if (zoom < 0.4) return null;
  return zoom < 0.8 ? 2 * GRID : GRID;
}

function paintGrid(
  ctx: Context,
  { x, y, width, height, scale, ratio }: Patch,
  theme: PaintTheme,
): void {
  const step = gridStep(scale / ratio);
  if (step === null) return;
  const gap = step * scale;
  const dot = Math.max(1, Math.round((scale / ratio > 1.4 ? 2 : 1.25) * ratio));
  ctx.fillStyle = theme.grid;
  for (let row = Math.ceil(y / gap); row * gap < y + height; row++) {
    const down = Math.round(row * gap - y);
    for (let column = Math.ceil(x / gap); column * gap < x + width; column++)
      ctx.fillRect(Math.round(column * gap - x), down, dot, dot);
  }
}

/** Whether a box can be seen in an area, with all its marks. */
export function isSeen(rect: Rect, area: Rect): boolean {
  return intersects(inflate(rect, BOX_REACH), area);
}
