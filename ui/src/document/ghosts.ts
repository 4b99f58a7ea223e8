/** What an edit took away from a drawing. */
import { type Point, type Rect, subtract } from "../canvas/geometry";
import { previewRoute } from "../canvas/route";
import type { PackedDrawing } from "../platform";
import { boxKey } from "./boxes";

/** Something that the edit took away: a box where it stood before, a handoff between its ends as they stand now. */
export interface Ghost {
  readonly key: string;
  readonly name: string;
  /** Null for a handoff. */
  readonly rect: Rect | null;
  /** The corners of each of a handoff's lines. */
  readonly lines: readonly (readonly Point[])[];
}

/** `gone` has the names of what was taken away, `now` is the drawing that is left. */
export function ghostsIn(
  before: PackedDrawing,
  gone: ReadonlyMap<string, string>,
  now: PackedDrawing | null,
): Ghost[] {
  const ghosts: Ghost[] = [];
  for (let i = 0; i < before.boxes; i++) {
    const key = keyOf(before, i);
    const name = gone.get(key);
    if (name !== undefined) ghosts.push({ key, name, rect: rectOf(before, i), lines: [] });
  }
  const standing = new Map<string, Rect>();
  for (let i = 0; now && i < now.boxes; i++) standing.set(keyOf(now, i), rectOf(now, i));
  const lines = new Map<string, (readonly Point[])[]>();
  for (let i = 0; i < before.lines; i++) {
    const key = `${before.lineKind(i) === "entry" ? "entry" : "handoff"}:${before.lineSubject(i)}`;
    if (gone.has(key)) lines.set(key, [...(lines.get(key) ?? []), lineOf(before, i, standing)]);
  }
  for (const [key, corners] of lines)
    ghosts.push({ key: `line ${key}`, name: gone.get(key) ?? key, rect: null, lines: corners });
  return ghosts;
}

/** As it ran before, where its ends stand as they did to each other; else straight from one to the other. */
function lineOf(
  before: PackedDrawing,
  i: number,
  standing: ReadonlyMap<string, Rect>,
): readonly Point[] {
  const [from, to] = [before.from[i] ?? 0, before.to[i] ?? 0].map((end) => {
    const was = rectOf(before, end);
    return { was, is: standing.get(keyOf(before, end)) ?? was };
  });
  const corners = before.line(i);
  if (!from || !to) return corners;
  const by = subtract(from.is, from.was);
  const other = subtract(to.is, to.was);
  return by.x === other.x && by.y === other.y && sameSize(from) && sameSize(to)
    ? corners.map(({ x, y }) => ({ x: x + by.x, y: y + by.y }))
    : previewRoute(from.is, to.is);
}

function sameSize({ was, is }: { readonly was: Rect; readonly is: Rect }): boolean {
  return was.width === is.width && was.height === is.height;
}

function keyOf(drawing: PackedDrawing, i: number): string {
  return boxKey(drawing.boxKind(i), drawing.boxId(i));
}

function rectOf(drawing: PackedDrawing, i: number): Rect {
  const [x = 0, y = 0, width = 0, height = 0] = drawing.rects.subarray(4 * i, 4 * i + 4);
  return { x, y, width, height };
}
