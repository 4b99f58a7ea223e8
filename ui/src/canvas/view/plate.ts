/** A bitmap over the ground for many small things at once: boxes on the move and outlines while all of a drawing is on screen. */
import type { Rect } from "../geometry";
import { detailAt } from "../lod";
import { type Afloat, edgeNow } from "../paint/afloat";
import { pixelOf } from "../paint/colour";
import { hairlineOf } from "../paint/ground";
import { type Preview, rectNow } from "../paint/preview";
import { Raster } from "../paint/raster";
import { type Small, smallBox, smallEdge, smallLine, smallOutline } from "../paint/small";
import type { Context } from "../paint/text";
import type { PaintTheme } from "../paint/theme";
import type { Scene, SceneBox, SceneEdge } from "../scene";
import { originOf, type Sight, scaleOf } from "./ground-view";
import type { MakeSurface, Surface } from "./tiles";

/** So many small things are painted one by one; more are written into a bitmap. */
export const ONE_BY_ONE = 300;

interface Painted {
  readonly scene: Scene;
  readonly theme: PaintTheme;
  readonly preview: Preview;
}

/** What is selected. */
export interface Chosen {
  readonly boxes: readonly SceneBox[];
  readonly edges: readonly SceneEdge[];
}

export class Plate {
  readonly #makeSurface: MakeSurface;
  #surface: Surface | null = null;
  #raster: Raster | null = null;
  /** What the raster holds of the selection, and how it was painted; null where it holds other things too. */
  #held: { readonly from: readonly unknown[]; boxes: SceneBox[]; edges: SceneEdge[] } | null = null;

  constructor(makeSurface: MakeSurface) {
    this.#makeSurface = makeSurface;
  }

  /** The context's unit is a pixel. */
  paint(ctx: Context, sight: Sight, painted: Painted, afloat: Afloat, selected: Chosen): void {
    const { width, height } = ctx.canvas;
    if (this.#raster?.width !== width || this.#raster.height !== height) {
      this.#raster = new Raster(width, height);
      this.#surface = this.#makeSurface(width, height, false);
      this.#held = null;
    }
    const raster = this.#raster;
    const surface = this.#surface;
    if (!raster || !surface) return;
    const { scene, theme, preview } = painted;
    const [x, y] = originOf(sight);
    const small: Small = {
      raster,
      scale: scaleOf(sight),
      x,
      y,
      detail: detailAt(sight.camera.zoom),
      theme,
      hairline: hairlineOf(sight),
    };
    const isAlone = afloat.boxes.length + afloat.edges.length + preview.moved.size === 0;
    const from = [scene, theme, x, y, small.scale];
    const held = isAlone ? this.#heldOf(from, selected) : null;
    const news = {
      boxes: held ? selected.boxes.slice(held.boxes.length) : selected.boxes,
      edges: held ? selected.edges.slice(held.edges.length) : selected.edges,
    };
    if (!held) {
      raster.clear(0);
      this.#held = isAlone ? { from, boxes: [], edges: [] } : null;
    }
    paintChosen(small, painted, afloat, news);
    for (const box of news.boxes) this.#held?.boxes.push(box);
    for (const edge of news.edges) this.#held?.edges.push(edge);
    if (!held || news.boxes.length + news.edges.length > 0) surface.write(raster, 0, 0);
    ctx.drawImage(surface.canvas, 0, 0);
  }

  /** What is held, where the selection only grew since: a marquee that is being drawn. */
  #heldOf(from: readonly unknown[], { boxes, edges }: Chosen) {
    const held = this.#held;
    const isRight =
      held?.from.every((part, i) => part === from[i]) &&
      held.boxes.every((box, i) => box === boxes[i]) &&
      held.edges.every((edge, i) => edge === edges[i]);
    return isRight ? held : null;
  }
}

function paintChosen(
  small: Small,
  { scene, theme, preview }: Painted,
  afloat: Afloat,
  { boxes, edges }: Chosen,
): void {
  const { scale, x, y, raster, hairline } = small;
  const accent = pixelOf(theme.accent);
  for (const edge of edges)
    smallLine(small, edgeNow(edge, scene, preview).points, accent, null, hairline);
  for (const { edge, points } of afloat.edges) smallEdge(small, edge, points, false);
  for (const box of afloat.boxes) smallBox(small, box, rectNow(box, preview), false);
  const isShown = (rect: Rect) =>
    rect.x * scale - x < raster.width &&
    rect.y * scale - y < raster.height &&
    (rect.x + rect.width) * scale >= x &&
    (rect.y + rect.height) * scale >= y;
  for (const box of boxes) {
    const rect = rectNow(box, preview);
    if (isShown(rect)) smallOutline(small, rect);
  }
}
