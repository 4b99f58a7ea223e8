/** A uniform grid over rectangles, so that painting and hit testing touch only what is near. */
import { intersects, type Point, type Rect } from "./geometry";

const CELL = 320;

export class SpatialGrid {
  readonly #cells = new Map<string, string[]>();
  readonly #rects = new Map<string, Rect>();

  insert(id: string, rect: Rect): void {
    this.#rects.set(id, rect);
    forEachCell(rect, (key) => {
      const cell = this.#cells.get(key);
      if (cell) cell.push(id);
      else this.#cells.set(key, [id]);
    });
  }

  rectOf(id: string): Rect | undefined {
    return this.#rects.get(id);
  }

  get size(): number {
    return this.#rects.size;
  }

  /** Ids whose rectangle touches `area`, each once. */
  query(area: Rect): string[] {
    const cells = cellCount(area);
    if (cells > this.#cells.size || cells > 4096) {
      return [...this.#rects].filter(([, rect]) => intersects(rect, area)).map(([id]) => id);
    }
    const seen = new Set<string>();
    forEachCell(area, (key) => {
      for (const id of this.#cells.get(key) ?? []) seen.add(id);
    });
    return [...seen].filter((id) => this.#touches(id, area));
  }

  at(point: Point, reach = 0): string[] {
    return this.query({
      x: point.x - reach,
      y: point.y - reach,
      width: 2 * reach,
      height: 2 * reach,
    });
  }

  #touches(id: string, area: Rect): boolean {
    const rect = this.#rects.get(id);
    return rect !== undefined && intersects(rect, area);
  }
}

function forEachCell(rect: Rect, visit: (key: string) => void): void {
  const right = Math.floor((rect.x + rect.width) / CELL);
  const bottom = Math.floor((rect.y + rect.height) / CELL);
  for (let x = Math.floor(rect.x / CELL); x <= right; x++) {
    for (let y = Math.floor(rect.y / CELL); y <= bottom; y++) visit(`${x}:${y}`);
  }
}

function cellCount(rect: Rect): number {
  const columns = Math.floor((rect.x + rect.width) / CELL) - Math.floor(rect.x / CELL) + 1;
  const rows = Math.floor((rect.y + rect.height) / CELL) - Math.floor(rect.y / CELL) + 1;
  return columns * rows;
}
