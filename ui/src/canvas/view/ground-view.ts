/**
 * Keeps the ground painted: decides which tiles are wanted, paints them within the time that a frame leaves, and puts
 * together what there is. Between two scales it shows the nearest ones stretched, so that zooming never waits.
 */
import { type Camera, visibleRect } from "../camera";
import { inflate, intersects, type Rect, type Size } from "../geometry";
import {
  detailOf,
  type Ground,
  isBlank,
  isSmall,
  type Patch,
  paintPatch,
  rasterPatch,
} from "../paint/ground";
import { Raster } from "../paint/raster";
import type { Context } from "../paint/text";
import { Level, type MakeSurface, type Surface, TILE, type Tile } from "./tiles";

/** What of the drawing is on screen. */
export interface Sight {
  readonly camera: Camera;
  readonly size: Size;
  readonly ratio: number;
  /** The camera has another zoom than in the frame before. */
  readonly zooming: boolean;
  readonly bounds: Rect | null;
  /** The scale at which all of the drawing is on screen. */
  readonly overview: number;
}

interface Wanted {
  readonly level: Level;
  readonly tile: Tile;
  /** It is not on screen yet. */
  readonly ahead: boolean;
}

interface Job extends Wanted {
  readonly surface: Surface;
  readonly steps: Generator<void, void, void>;
}

/** How far tiles may be stretched before others are painted in the middle of a zoom. */
const STRETCH = 2;
/** Tiles around the visible ones that are painted ahead. */
const AHEAD = 1;
/** Surfaces are kept for so many times what is on screen. */
const KEPT = 4;
/** More tiles than this are not remembered, not even empty ones. */
const MOST_TILES = 4000;
/** The overview has at most so many pixels. */
const OVERVIEW_PIXELS = 3_000_000;

export class GroundView {
  readonly #makeSurface: MakeSurface;
  readonly #now: () => number;
  readonly #spare: Surface[] = [];
  #pixels = new ArrayBuffer(TILE * TILE * 4);
  #surfaces = 0;
  #active: Level | null = null;
  #before: Level | null = null;
  #overview: Level | null = null;
  #job: Job | null = null;
  #frame = 0;

  constructor(makeSurface: MakeSurface, now: () => number) {
    this.#makeSurface = makeSurface;
    this.#now = now;
  }

  /** Says that parts of the world look different now. */
  invalidate(areas: readonly Rect[] | "all"): void {
    this.#abandon();
    for (const level of this.#levels()) level.invalidate(areas);
  }

  /** Forgets everything. */
  clear(): void {
    for (const level of this.#levels()) this.#drop(level);
    this.#active = null;
    this.#before = null;
    this.#overview = null;
  }

  /** Paints what is wanted most: what is on screen until `deadline`, the rest until `aheadUntil`. True when something is left. */
  paint(ground: Ground, sight: Sight, deadline: number, aheadUntil: number): boolean {
    this.#frame += 1;
    this.#chooseLevels(sight);
    while (true) {
      if (this.#job === null) {
        const next = this.#mostWanted(sight);
        if (next === null) return false;
        if (next.ahead && this.#now() >= aheadUntil) return true;
        this.#begin(next, ground);
      } else if (this.#job.steps.next().done) this.#finish(this.#job);
      if (this.#now() >= (this.#job?.ahead ? aheadUntil : deadline)) return true;
    }
  }

  /** True when nothing on screen waits to be painted at the camera's own scale. */
  isSharp(sight: Sight): boolean {
    const level = this.#active;
    if (!level || level.scale !== scaleOf(sight)) return false;
    return level.within(shownBy(sight)).every((tile) => tile.painted && tile.stale === null);
  }

  /** Whether anything can be shown yet. */
  get isEmpty(): boolean {
    for (const level of this.#levels())
      for (const tile of level.tiles) if (tile.painted) return false;
    return true;
  }

  /** Puts the painted ground onto the screen; the context's unit is a pixel. */
  compose(ctx: Context, sight: Sight, background: string): void {
    ctx.fillStyle = background;
    ctx.fillRect(
      0,
      0,
      Math.ceil(sight.size.width * sight.ratio),
      Math.ceil(sight.size.height * sight.ratio),
    );
    const active = this.#active;
    if (!active) return;
    const shown = shownBy(sight);
    for (const level of this.#beneath(active, shown)) this.#show(ctx, level, sight, shown);
    this.#show(ctx, active, sight, shown);
  }

  /** What stands in where the active level is not painted yet, the lowest first. */
  #beneath(active: Level, shown: Rect): Level[] {
    if (active.covers(shown)) return [];
    const before = this.#before;
    if (before?.covers(shown)) return [before];
    return [this.#overview, before].filter(
      (level) => level !== null && level !== active,
    ) as Level[];
  }

  #show(ctx: Context, level: Level, sight: Sight, shown: Rect): void {
    const scale = scaleOf(sight);
    const stretch = scale / level.scale;
    const [left, top] = originOf(sight);
    for (const tile of level.tiles) {
      if (!intersects(level.areaOf(tile), shown)) continue;
      tile.seen = this.#frame;
      if (!tile.surface) continue;
      if (stretch === 1) {
        ctx.drawImage(tile.surface.canvas, tile.column * TILE - left, tile.row * TILE - top);
        continue;
      }
      // Whole pixels, so that no seam shows between tiles.
      const x0 = Math.round(tile.column * TILE * stretch - left);
      const y0 = Math.round(tile.row * TILE * stretch - top);
      const x1 = Math.round((tile.column + 1) * TILE * stretch - left);
      const y1 = Math.round((tile.row + 1) * TILE * stretch - top);
      ctx.drawImage(tile.surface.canvas, 0, 0, TILE, TILE, x0, y0, x1 - x0, y1 - y0);
    }
  }

  #chooseLevels(sight: Sight): void {
    const scale = scaleOf(sight);
    const active = this.#active;
    if (sight.ratio !== active?.ratio) {
      for (const level of this.#levels()) this.#drop(level);
      this.#overview = null;
      this.#before = null;
      this.#active = this.#levelAt(scale, sight);
    } else if (active.scale !== scale) {
      const stretch = Math.max(scale / active.scale, active.scale / scale);
      if (!sight.zooming || stretch > STRETCH || this.#overview?.scale === scale)
        this.#goTo(this.#levelAt(scale, sight));
    }
    this.#chooseOverview(sight);
  }

  #goTo(level: Level): void {
    const active = this.#active;
    this.#abandon();
    const painted = active && [...active.tiles].some((tile) => tile.painted);
    if (painted && active !== level) {
      if (this.#before && this.#before !== level && this.#before !== this.#overview)
        this.#drop(this.#before);
      this.#before = active;
    }
    this.#active = level;
  }

  #levelAt(scale: number, sight: Sight): Level {
    for (const level of this.#levels()) if (level.scale === scale) return level;
    return new Level(scale, sight.ratio);
  }

  /** The overview is painted anew only when the drawing has grown or shrunk a good deal. */
  #chooseOverview(sight: Sight): void {
    if (!sight.bounds) return;
    const { width, height } = sight.bounds;
    const most = Math.sqrt(OVERVIEW_PIXELS / Math.max(1, width * height));
    const scale = Math.min(sight.overview, most);
    const known = this.#overview;
    if (known && known.scale / scale < 1.3 && scale / known.scale < 1.3) return;
    if (known && known !== this.#active && known !== this.#before) this.#drop(known);
    this.#overview = this.#levelAt(scale, sight);
  }

  #mostWanted(sight: Sight): Wanted | null {
    const active = this.#active;
    const shown = shownBy(sight);
    if (active) {
      const tile = nearest(active, active.within(shown), shown);
      if (tile) return { level: active, tile, ahead: false };
    }
    if (sight.zooming) return null;
    if (this.#overview && sight.bounds) {
      const tile = nearest(this.#overview, this.#overview.within(sight.bounds), shown);
      if (tile) return { level: this.#overview, tile, ahead: true };
    }
    if (!active || !sight.bounds) return null;
    const all = inflate(sight.bounds, TILE / active.scale / 2);
    const ahead = active
      .within(shown, AHEAD)
      .filter((tile) => intersects(active.areaOf(tile), all));
    const tile = nearest(active, ahead, shown);
    return tile && { level: active, tile, ahead: true };
  }

  #begin({ level, tile, ahead }: Wanted, ground: Ground): void {
    const patch = level.patchOf(tile);
    if (patch.width === 0 || (patch.width === TILE && isBlank(ground, patch))) {
      if (patch.width === TILE) this.#release(tile);
      tile.painted = true;
      tile.stale = null;
      return;
    }
    const surface = this.#takeSurface();
    const { context } = surface;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (tile.surface && patch.width * patch.height < TILE * TILE)
      context.drawImage(tile.surface.canvas, 0, 0);
    const steps = isSmall(detailOf(patch))
      ? this.#writing(surface, ground, patch, tile)
      : painting(context, ground, patch, tile);
    this.#job = { level, tile, ahead, surface, steps };
  }

  *#writing(
    surface: Surface,
    ground: Ground,
    patch: Patch,
    tile: Tile,
  ): Generator<void, void, void> {
    const count = patch.width * patch.height;
    const raster = new Raster(patch.width, patch.height, new Uint32Array(this.#pixels, 0, count));
    yield* rasterPatch(raster, ground, patch);
    surface.write(raster, patch.x - tile.column * TILE, patch.y - tile.row * TILE);
  }

  #finish({ tile, surface }: Job): void {
    this.#job = null;
    this.#release(tile);
    tile.surface = surface;
    tile.painted = true;
    tile.stale = null;
  }

  #abandon(): void {
    if (!this.#job) return;
    this.#job.steps.return();
    this.#spare.push(this.#job.surface);
    this.#job = null;
  }

  #release(tile: Tile): void {
    if (tile.surface) this.#spare.push(tile.surface);
    tile.surface = null;
  }

  #takeSurface(): Surface {
    const spare = this.#spare.pop();
    if (spare) return spare;
    this.#surfaces += 1;
    return this.#makeSurface(TILE, TILE, true);
  }

  /** Lets go of what has been out of sight the longest. */
  trim(sight: Sight): void {
    const { width, height } = sight.size;
    const across = (length: number) => Math.ceil((length * sight.ratio) / TILE) + 1;
    const limit = KEPT * across(width) * across(height) + 8;
    const used = this.#surfaces - this.#spare.length;
    for (const level of [this.#active, this.#before]) {
      if (!level || level === this.#overview) continue;
      if (used <= limit && level.size <= MOST_TILES) continue;
      const old = [...level.tiles]
        .filter((tile) => tile.seen < this.#frame && this.#job?.tile !== tile)
        .sort((a, b) => a.seen - b.seen);
      for (const tile of old) {
        if (this.#surfaces - this.#spare.length <= limit && level.size <= MOST_TILES / 2) break;
        this.#release(tile);
        level.forget(tile);
      }
    }
  }

  #drop(level: Level): void {
    if (this.#job?.level === level) this.#abandon();
    for (const tile of level.tiles) this.#release(tile);
  }

  #levels(): Set<Level> {
    const levels = [this.#active, this.#before, this.#overview];
    return new Set(levels.filter((level) => level !== null));
  }
}

/** Pixels in a world unit. */
export function scaleOf({ camera, ratio }: Pick<Sight, "camera" | "ratio">): number {
  return camera.zoom * ratio;
}

/** Where the screen's corner lies, in whole pixels from the world's origin: tiles meet the pixels of the screen. */
export function originOf(sight: Pick<Sight, "camera" | "ratio">): [x: number, y: number] {
  const scale = scaleOf(sight);
  return [Math.round(sight.camera.x * scale), Math.round(sight.camera.y * scale)];
}

function shownBy(sight: Sight): Rect {
  // What is rounded away at the borders is shown too.
  return inflate(visibleRect(sight.camera, sight.size), 1 / scaleOf(sight));
}

/** The tile that waits and is nearest to the middle; those that show nothing yet come first. */
function nearest(level: Level, tiles: readonly Tile[], shown: Rect): Tile | null {
  const x = shown.x + shown.width / 2;
  const y = shown.y + shown.height / 2;
  let best: Tile | null = null;
  let least = Infinity;
  for (const tile of tiles) {
    if (tile.stale === null) continue;
    const area = level.areaOf(tile);
    const away =
      Math.abs(area.x + area.width / 2 - x) +
      Math.abs(area.y + area.height / 2 - y) +
      (tile.painted ? 1e9 : 0);
    if (away < least) {
      best = tile;
      least = away;
    }
  }
  return best;
}

function* painting(
  context: Context,
  ground: Ground,
  patch: Patch,
  tile: Tile,
): Generator<void, void, void> {
  const dx = patch.x - tile.column * TILE;
  const dy = patch.y - tile.row * TILE;
  context.save();
  context.beginPath();
  context.rect(dx, dy, patch.width, patch.height);
  context.clip();
  try {
    yield* paintPatch(context, ground, patch, [dx, dy]);
  } finally {
    context.restore();
  }
}
