/**
 * One frame of the drawing: the ground from its tiles, over it what is in the hand or has just changed, over that what is
 * pointed at and selected. An edit shows in the very next frame, also where its tiles take longer.
 */
import { type Camera, fitting, visibleRect } from "../camera";
import { inflate, type Rect, type Size } from "../geometry";
import type { Hit } from "../hit";
import { detailAt } from "../lod";
import type { Neighbourhood } from "../neighbourhood";
import { type Afloat, afloatIn, paintAfloatEdges, Sprites } from "../paint/afloat";
import { BOX_REACH, type Ground, isSmall } from "../paint/ground";
import { NamePlates } from "../paint/name-plates";
import type { PlacedName } from "../paint/names";
import { type Overlay, paintOverlay, paintStrongLines, type ShownPath } from "../paint/overlay";
import { type Preview, rectNow } from "../paint/preview";
import type { Context } from "../paint/text";
import { boxColour, type GlyphPaths, type PaintTheme } from "../paint/theme";
import {
  edgeBounds,
  type Scene,
  type SceneBox,
  type SceneDifference,
  type SceneEdge,
  type SceneIndex,
} from "../scene";
import { GroundView, originOf, type Sight, scaleOf } from "./ground-view";
import { ONE_BY_ONE, Plate } from "./plate";
import type { MakeSurface } from "./tiles";

/** Everything that a frame shows. */
export interface Shown {
  readonly scene: Scene;
  readonly index: SceneIndex;
  readonly theme: PaintTheme;
  readonly paths: GlyphPaths;
  readonly camera: Camera;
  readonly size: Size;
  readonly ratio: number;
  readonly hover: Hit;
  readonly preview: Preview;
  readonly selectedBoxes: readonly SceneBox[];
  readonly selectedEdges: readonly SceneEdge[];
  readonly focus: Neighbourhood | null;
  readonly path: ShownPath | null;
  /** What is named where boxes are too small for words. */
  readonly names: readonly PlacedName[];
}

/** Milliseconds of a frame in which the ground may be painted: while something moves, at rest, and before anything right is shown. */
const MOVING_MS = 3;
const RESTING_MS = 5;
const FIRST_MS = 120;
/** More changes than this are left to the tiles. */
const MOST_FLOATING = 400;

const NONE: ReadonlySet<string> = new Set();

export class Screen {
  readonly #ground: GroundView;
  readonly #sprites: Sprites;
  readonly #plate: Plate;
  readonly #names: NamePlates;
  readonly #now: () => number;
  /** Boxes and lines that the ground leaves out: they are in the hand. */
  #hidden: ReadonlySet<string> = NONE;
  /** What is painted in every frame: what is hidden, and what changed and waits for its tiles. */
  #floating: ReadonlySet<string> = NONE;
  #zoom = 0;
  #isUrgent = false;

  constructor(surface: MakeSurface, now: () => number) {
    this.#ground = new GroundView(surface, now);
    this.#sprites = new Sprites(surface);
    this.#plate = new Plate(surface);
    this.#names = new NamePlates(surface);
    this.#now = now;
  }

  /** Everything looks different: theme, focus, faces. What is on screen is painted at once, so that looks never mix. */
  invalidate(): void {
    this.#sprites.forget();
    this.#ground.invalidate("all");
    this.#isUrgent = true;
  }

  /** Another drawing takes the place of this one. */
  clear(): void {
    this.#sprites.forget();
    this.#ground.clear();
    this.#hidden = NONE;
    this.#floating = NONE;
  }

  /** The scene has changed, and with it its index. */
  changed({ boxesBefore, boxesAfter, edgesBefore, edgesAfter }: SceneDifference): void {
    const count = boxesAfter.length + edgesAfter.length;
    if (boxesBefore.length + edgesBefore.length + count > MOST_FLOATING) {
      this.#ground.invalidate("all");
      return;
    }
    if (count + boxesBefore.length + edgesBefore.length === 0) return;
    this.#ground.invalidate([
      ...[...boxesBefore, ...boxesAfter].map(reachOf),
      ...[...edgesBefore, ...edgesAfter].map(edgeBounds),
    ]);
    this.#floating = new Set([
      ...this.#floating,
      ...boxesAfter.map(({ id }) => id),
      ...edgesAfter.map(({ id }) => id),
    ]);
  }

  /** Takes what moves out of the ground, and puts what has come to rest back. */
  lift(scene: Scene, index: SceneIndex, preview: Preview): void {
    const lifted = new Set<string>(preview.moved.keys());
    for (const id of preview.moved.keys())
      for (const edge of index.touching.get(id) ?? []) lifted.add(edge);
    if (sameMembers(lifted, this.#hidden)) return;
    const changed = [
      ...[...lifted].filter((id) => !this.#hidden.has(id)),
      ...[...this.#hidden].filter((id) => !lifted.has(id)),
    ];
    this.#ground.invalidate(
      changed.length > MOST_FLOATING
        ? "all"
        : changed.flatMap((id) => {
            const box = scene.boxes.get(id);
            const edge = scene.edges.get(id);
            return box ? [reachOf(box)] : edge ? [edgeBounds(edge)] : [];
          }),
    );
    this.#hidden = lifted;
    this.#floating = new Set([...this.#floating, ...changed, ...lifted]);
  }

  /** Paints a frame. True when another one is needed to show it as it should be. */
  paint(ctx: Context, shown: Shown): boolean {
    const sight = this.#sightOf(shown);
    const isMoving = sight.zooming || shown.preview.moved.size > 0;
    const isUrgent = this.#isUrgent || this.#ground.isEmpty;
    this.#isUrgent = false;
    const budget = isUrgent ? FIRST_MS : isMoving ? MOVING_MS : RESTING_MS;
    const ground: Ground = { ...shown, hidden: this.#hidden };
    const begun = this.#now();
    const isLeft = this.#ground.paint(
      ground,
      sight,
      begun + budget,
      begun + Math.min(budget, RESTING_MS),
    );
    const isSharp = this.#ground.isSharp(sight);
    if (isSharp && this.#floating.size > this.#hidden.size) this.#floating = this.#hidden;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.#ground.compose(ctx, sight, shown.theme.canvas);
    this.#ground.trim(sight);
    this.#paintOver(ctx, shown, sight);
    if (this.#floating.size === 0) this.#sprites.forget();
    return isLeft || !isSharp || sight.zooming;
  }

  #paintOver(ctx: Context, shown: Shown, sight: Sight): void {
    const { scene, index, camera, size, preview, theme } = shown;
    const chosen = { boxes: shown.selectedBoxes, edges: shown.selectedEdges };
    const detail = detailAt(camera.zoom);
    const area = visibleRect(camera, size);
    const afloat = afloatIn(scene, index, this.#floating, preview, area);
    const small = isSmall(detail);
    const count = (of: { boxes: readonly unknown[]; edges: readonly unknown[] }) =>
      of.boxes.length + of.edges.length;
    const inPlate = small && Math.max(count(afloat), count(chosen)) > ONE_BY_ONE;
    const overlay: Overlay = { ...shown, detail, outlined: inPlate };
    const scale = scaleOf(sight);
    const [x, y] = originOf(sight);
    ctx.setTransform(scale, 0, 0, scale, -x, -y);
    const look = { detail, zoom: camera.zoom, theme, strong: false, colour: null };
    if (!inPlate) paintAfloatEdges(ctx, afloat.edges, look);
    paintStrongLines(ctx, overlay);
    if (inPlate) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      this.#plate.paint(ctx, sight, shown, afloat, chosen);
      ctx.setTransform(scale, 0, 0, scale, -x, -y);
    } else this.#paintFloatingBoxes(ctx, shown, sight, afloat, small);
    if (small) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      this.#names.paint(ctx, shown.names, shown, [x, y]);
      ctx.setTransform(scale, 0, 0, scale, -x, -y);
    }
    paintOverlay(ctx, overlay);
  }

  #paintFloatingBoxes(
    ctx: Context,
    { theme, paths, preview, camera }: Shown,
    sight: Sight,
    { boxes }: Afloat,
    small: boolean,
  ): void {
    if (small) {
      for (const box of boxes) {
        const rect = rectNow(box, preview);
        ctx.fillStyle =
          box.shape === "note"
            ? theme.note
            : box.shape === "group" && !box.collapsed
              ? theme.area
              : boxColour(theme, box);
        ctx.fillRect(rect.x, rect.y, rect.width, rect.height);
      }
      return;
    }
    const scale = scaleOf(sight);
    const [x, y] = originOf(sight);
    const look = { detail: detailAt(camera.zoom), zoom: camera.zoom, theme, paths };
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    for (const box of boxes) {
      const rect = rectNow(box, preview);
      const at = { x: rect.x * scale - x, y: rect.y * scale - y };
      this.#sprites.put(ctx, box, at, scale, look);
    }
    ctx.setTransform(scale, 0, 0, scale, -x, -y);
  }

  #sightOf({ camera, size, ratio, scene }: Shown): Sight {
    const zooming = this.#zoom !== 0 && this.#zoom !== camera.zoom;
    this.#zoom = camera.zoom;
    const overview = scene.bounds ? fitting(scene.bounds, size).zoom * ratio : 1;
    return { camera, size, ratio, zooming, bounds: scene.bounds, overview };
  }
}

/** Around all that is painted of a box. */
function reachOf({ rect }: SceneBox): Rect {
  return inflate(rect, BOX_REACH);
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const one of a) if (!b.has(one)) return false;
  return true;
}
