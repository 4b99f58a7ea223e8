/** A uniform grid over rectangles, so that painting and hit testing touch only what is near. It changes in place. */
import { intersects, type Point, type Rect } from "./geometry";

const CELL = 384;
/** Cells are numbered row by row around the origin; this many fit in a row. */
const ROW = 2 ** 20;
interface Entry {
  readonly id: string;
  readonly bounds: Rect;
  /** What is really there: its cells alone are taken. */
  readonly parts: readonly Rect[];
  /** The query that met it last. */
  met: number;
}

export class SpatialGrid {
  readonly #cells = new Map<number, Entry[]>();
  readonly #entries = new Map<string, Entry>();
  #queries = 0;

  /** `parts` cover what lies within `bounds`, where that is much less than all of it: the segments of a line. */
  insert(id: string, bounds: Rect, parts: readonly Rect[] = [bounds]): void {
    this.remove(id);
    const entry: Entry = { id, bounds, parts, met: 0 };
    this.#entries.set(id, entry);
    for (const part of parts) forEachCell(part, (key) => this.#enter(key, entry));
  }

  #enter(key: number, entry: Entry): void {
    const cell = this.#cells.get(key);
    if (!cell) this.#cells.set(key, [entry]);
    // Parts of one entry come one after the other.
    else if (cell[cell.length - 1] !== entry) cell.push(entry);
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    for (const part of entry.parts) forEachCell(part, (key) => this.#leave(key, entry));
  }

  #leave(key: number, entry: Entry): void {
    const cell = this.#cells.get(key);
    const at = cell?.indexOf(entry) ?? -1;
    if (!cell || at < 0) return;
    const last = cell.pop();
    if (last !== undefined && at < cell.length) cell[at] = last;
    if (cell.length === 0) this.#cells.delete(key);
  }

  rectOf(id: string): Rect | undefined {
    return this.#entries.get(id)?.bounds;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Ids of which a part touches `area`, each once, as far as they are accepted. */
  query(area: Rect, accept: (id: string) => boolean = all): string[] {
    const found: string[] = [];
    if (cellCount(area) > this.#entries.size / 8 + 4) {
      for (const entry of this.#entries.values())
        if (touches(entry, area) && accept(entry.id)) found.push(entry.id);
      return found;
    }
    this.#queries += 1;
    const query = this.#queries;
    forEachCell(area, (key) => {
      const cell = this.#cells.get(key);
      if (!cell) return;
      for (const entry of cell) {
        if (entry.met === query) continue;
        entry.met = query;
        if (touches(entry, area) && accept(entry.id)) found.push(entry.id);
      }
    });
    return found;
  }

  at(point: Point, reach = 0): string[] {
    return this.query({
      x: point.x - reach,
      y: point.y - reach,
      width: 2 * reach,
      height: 2 * reach,
    });
  }
}

const all = () => true;

function touches({ bounds, parts }: Entry, area: Rect): boolean {
  if (!intersects(bounds, area)) return false;
  return parts.length === 1 || isWithin(bounds, area) || parts.some((p) => intersects(p, area));
}

function isWithin(inner: Rect, outer: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function forEachCell(rect: Rect, visit: (key: number) => void): void {
  const right = Math.floor((rect.x + rect.width) / CELL);
  const bottom = Math.floor((rect.y + rect.height) / CELL);
  const left = Math.floor(rect.x / CELL);
  for (let y = Math.floor(rect.y / CELL); y <= bottom; y++)
    for (let x = left; x <= right; x++) visit(y * ROW + x);
}

function cellCount(rect: Rect): number {
  const columns = Math.floor((rect.x + rect.width) / CELL) - Math.floor(rect.x / CELL) + 1;
  const rows = Math.floor((rect.y + rect.height) / CELL) - Math.floor(rect.y / CELL) + 1;
  return columns * rows;
}
