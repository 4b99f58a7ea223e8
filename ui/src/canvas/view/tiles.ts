/**
 * The painted ground in tiles, at a few scales at once: what the camera shows now, what it showed before, and all of the
 * drawing in small. A tile that is no longer right stays on screen until its successor is complete.
 */
import { intersects, type Rect, union } from "../geometry";
import type { Patch } from "../paint/ground";
import type { Raster } from "../paint/raster";

export const TILE = 512;

export interface Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** Replaces the pixels from a place on by those of a raster. */
  readonly write: (raster: Raster, x: number, y: number) => void;
}

/** Makes a bitmap to paint on that is not on screen. An opaque one is put onto the screen more quickly. */
export type MakeSurface = (width: number, height: number, opaque: boolean) => Surface;

export interface Tile {
  readonly column: number;
  readonly row: number;
  /** Null while it was never painted, and where it is empty. */
  surface: Surface | null;
  painted: boolean;
  /** What of the world has to be painted anew; `all` for everything. */
  stale: Rect[] | "all" | null;
  /** The frame in which it was on screen last. */
  seen: number;
}

/** Rectangles of a tile that are kept apart; more are painted as one. */
const APART = 5;

/** Tiles of one scale. */
export class Level {
  readonly scale: number;
  readonly ratio: number;
  readonly #tiles = new Map<number, Tile>();

  constructor(scale: number, ratio: number) {
    this.scale = scale;
    this.ratio = ratio;
  }

  get size(): number {
    return this.#tiles.size;
  }

  get tiles(): Iterable<Tile> {
    return this.#tiles.values();
  }

  /** The tile at a place of the grid, made where there was none. */
  tile(column: number, row: number): Tile {
    const key = keyOf(column, row);
    const known = this.#tiles.get(key);
    if (known) return known;
    const made: Tile = { column, row, surface: null, painted: false, stale: "all", seen: 0 };
    this.#tiles.set(key, made);
    return made;
  }

  /** Tiles that touch an area of the world, with `ring` more around it. */
  within(area: Rect, ring = 0): Tile[] {
    const { left, top, right, bottom } = this.#places(area);
    const tiles: Tile[] = [];
    for (let row = top - ring; row < bottom + ring; row++)
      for (let column = left - ring; column < right + ring; column++)
        tiles.push(this.tile(column, row));
    return tiles;
  }

  /** Whether all tiles that touch an area are painted. */
  covers(area: Rect): boolean {
    const { left, top, right, bottom } = this.#places(area);
    if ((right - left) * (bottom - top) > this.#tiles.size) return false;
    for (let row = top; row < bottom; row++)
      for (let column = left; column < right; column++)
        if (!this.#tiles.get(keyOf(column, row))?.painted) return false;
    return true;
  }

  #places({ x, y, width, height }: Rect) {
    const size = TILE / this.scale;
    return {
      left: Math.floor(x / size),
      top: Math.floor(y / size),
      right: Math.ceil((x + width) / size),
      bottom: Math.ceil((y + height) / size),
    };
  }

  areaOf({ column, row }: Tile): Rect {
    const size = TILE / this.scale;
    return { x: column * size, y: row * size, width: size, height: size };
  }

  /** Marks what changed as stale. */
  invalidate(areas: readonly Rect[] | "all"): void {
    for (const tile of this.#tiles.values()) {
      if (!tile.painted || tile.stale === "all") continue;
      if (areas === "all") {
        tile.stale = "all";
        continue;
      }
      const own = this.areaOf(tile);
      const stale = [...(tile.stale ?? []), ...areas.filter((area) => intersects(area, own))];
      if (stale.length > 0) tile.stale = stale.length > APART ? together(stale) : stale;
    }
  }

  /** The pixels to paint anew in a tile: all of it, or a part that is much less. */
  patchOf(tile: Tile): Patch {
    const whole: Patch = {
      x: tile.column * TILE,
      y: tile.row * TILE,
      width: TILE,
      height: TILE,
      scale: this.scale,
      ratio: this.ratio,
    };
    const stale = tile.stale === "all" || tile.surface === null ? null : union(tile.stale ?? []);
    if (!stale) return whole;
    const left = Math.max(whole.x, Math.floor(stale.x * this.scale));
    const top = Math.max(whole.y, Math.floor(stale.y * this.scale));
    const right = Math.min(whole.x + TILE, Math.ceil((stale.x + stale.width) * this.scale));
    const bottom = Math.min(whole.y + TILE, Math.ceil((stale.y + stale.height) * this.scale));
    if (right <= left || bottom <= top) return { ...whole, width: 0, height: 0 };
    return { ...whole, x: left, y: top, width: right - left, height: bottom - top };
  }

  forget(tile: Tile): void {
    this.#tiles.delete(keyOf(tile.column, tile.row));
  }
}

function keyOf(column: number, row: number): number {
  return row * 2 ** 22 + column;
}

function together(areas: readonly Rect[]): Rect[] {
  const all = union(areas);
  return all ? [all] : [];
}
