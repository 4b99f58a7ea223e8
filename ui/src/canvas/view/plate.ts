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

  constructor(makeSurface: MakeSurface) {
    this.#makeSurface = makeSurface;
  }

  /** The context's unit is a pixel. */
  paint(
    ctx: Context,
    sight: Sight,
    { scene, theme, preview }: Painted,
    afloat: Afloat,
    selected: Chosen,
  ): void {
    const width = ctx.canvas.width;
    const height = ctx.canvas.height;
    if (this.#raster?.width !== width || this.#raster.height !== height) {
      this.#raster = new Raster(width, height);
      this.#surface = this.#makeSurface(width, height, false);
    }
    const raster = this.#raster;
    const surface = this.#surface;
    if (!raster || !surface) return;
    raster.clear(0);
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
    const accent = pixelOf(theme.accent);
    for (const edge of selected.edges)
      smallLine(small, edgeNow(edge, scene, preview).points, accent, null, small.hairline);
    for (const { edge, points } of afloat.edges) smallEdge(small, edge, points, false);
    for (const box of afloat.boxes) smallBox(small, box, rectNow(box, preview), false);
    const shown = (rect: Rect) =>
      rect.x * small.scale - x < width &&
      rect.y * small.scale - y < height &&
      (rect.x + rect.width) * small.scale >= x &&
      (rect.y + rect.height) * small.scale >= y;
    for (const box of selected.boxes) {
      const rect = rectNow(box, preview);
      if (shown(rect)) smallOutline(small, rect);
    }
    surface.write(raster, 0, 0);
    ctx.drawImage(surface.canvas, 0, 0);
  }
}
