/** What is in the hand or has just changed: painted over the ground in every frame, until the ground shows it. */
import { intersects, type Point, type Rect } from "../geometry";
import { labelPoint, previewRoute } from "../route";
import type { Scene, SceneBox, SceneEdge, SceneIndex } from "../scene";
import type { MakeSurface, Surface } from "../view/tiles";
import { type BoxLook, paintBox } from "./boxes";
import { type DrawnEdge, type EdgeLook, paintLines, paintMarks } from "./edges";
import { BOX_REACH, isSeen } from "./ground";
import { type Preview, rectNow } from "./preview";
import type { Context } from "./text";

export interface Afloat {
  readonly boxes: readonly SceneBox[];
  readonly edges: readonly DrawnEdge[];
}

/** The boxes and edges among `ids` where they are now, as far as they can be seen in `area`. */
export function afloatIn(
  scene: Scene,
  index: SceneIndex,
  ids: ReadonlySet<string>,
  preview: Preview,
  area: Rect,
): Afloat {
  const boxes: SceneBox[] = [];
  const edges: DrawnEdge[] = [];
  for (const id of ids) {
    const box = scene.boxes.get(id);
    if (box && isSeen(rectNow(box, preview), area)) boxes.push(box);
    const edge = box ? undefined : scene.edges.get(id);
    const drawn = edge && edgeNow(edge, scene, preview);
    if (drawn && (preview.moved.size > 0 || isTouched(index, drawn, area))) edges.push(drawn);
  }
  boxes.sort((a, b) => rank(a) - rank(b));
  return { boxes, edges };
}

function isTouched(index: SceneIndex, { edge }: DrawnEdge, area: Rect): boolean {
  const bounds = index.edges.rectOf(edge.id);
  return bounds !== undefined && intersects(bounds, area);
}

/** Areas below, the larger ones first. */
function rank({ shape, rect }: SceneBox): number {
  return shape === "group" ? -rect.width * rect.height : 0;
}

/** A line whose ends move is drawn anew between them; the layout's own route returns with the commit. */
export function edgeNow(edge: SceneEdge, scene: Scene, preview: Preview): DrawnEdge {
  const from = preview.moved.get(edge.from);
  const to = preview.moved.get(edge.to);
  const rest = { edge, points: edge.points, labelAt: edge.labelAt };
  if (!from && !to) return rest;
  if (from && to && from.x === to.x && from.y === to.y) {
    const by = (point: Point) => ({ x: point.x + from.x, y: point.y + from.y });
    return { edge, points: edge.points.map(by), labelAt: by(edge.labelAt) };
  }
  const start = scene.boxes.get(edge.from);
  const end = scene.boxes.get(edge.to);
  if (!start || !end) return rest;
  const points = previewRoute(rectNow(start, preview), rectNow(end, preview));
  return { edge, points, labelAt: labelPoint(points) };
}

/** Above this, words on the lines that move would cost more than they tell. */
const MOST_LABELS = 40;

export function paintAfloatEdges(ctx: Context, edges: readonly DrawnEdge[], look: EdgeLook): void {
  for (const _ of paintLines(ctx, edges, look));
  if (edges.length > MOST_LABELS) return;
  for (const drawn of edges) paintMarks(ctx, drawn, look);
}

/** Boxes painted once and then put down again and again. */
export class Sprites {
  readonly #makeSurface: MakeSurface;
  readonly #sprites = new Map<string, { box: SceneBox; scale: number; surface: Surface }>();

  constructor(makeSurface: MakeSurface) {
    this.#makeSurface = makeSurface;
  }

  forget(): void {
    this.#sprites.clear();
  }

  /** Puts a box down at a place in whole pixels. The context's unit is a pixel. */
  put(ctx: Context, box: SceneBox, at: Point, scale: number, look: BoxLook): void {
    const reach = Math.ceil(BOX_REACH * scale);
    const known = this.#sprites.get(box.id);
    const fresh = known?.box === box && known.scale === scale ? known : null;
    const { surface } = fresh ?? this.#make(box, scale, reach, look);
    ctx.drawImage(surface.canvas, Math.round(at.x) - reach, Math.round(at.y) - reach);
  }

  #make(box: SceneBox, scale: number, reach: number, look: BoxLook) {
    const width = Math.ceil(box.rect.width * scale) + 2 * reach;
    const height = Math.ceil(box.rect.height * scale) + 2 * reach;
    const surface = this.#makeSurface(width, height, false);
    const { context } = surface;
    context.clearRect(0, 0, width, height);
    context.setTransform(
      scale,
      0,
      0,
      scale,
      reach - box.rect.x * scale,
      reach - box.rect.y * scale,
    );
    paintBox(context, box, box.rect, look);
    const made = { box, scale, surface };
    this.#sprites.set(box.id, made);
    return made;
  }
}
