/** What an edit took away from a drawing. */
import { inflate, type Point, type Rect, subtract } from "../canvas/geometry";
import { previewRoute } from "../canvas/route";
import type { PackedDrawing } from "../platform";
import { boxKey } from "./boxes";
import { shownBy } from "./groups";

/**
 * Something that the edit took away: a box where it stood before, a handoff between its ends as they stand now, and around a
 * collapsed group what it held.
 */
export interface Ghost {
  readonly key: string;
  readonly name: string;
  /** Null for a handoff. */
  readonly rect: Rect | null;
  /** It was within what is drawn there, and that is still there. */
  readonly within: boolean;
  /** The corners of each of a handoff's lines. */
  readonly lines: readonly (readonly Point[])[];
}

const NO_PARENTS: ReadonlyMap<string, string> = new Map();
/** Between a collapsed group and the line around it, in the drawing's units. */
const GAP = 5;
/** More names than this are counted. */
const NAMED = 3;

/**
 * `gone` has the names of what was taken away, `now` is the drawing that is left. `parents` names what each thing lay in: a box
 * its group, a removed handoff the box that it left.
 */
export function ghostsIn(
  before: PackedDrawing,
  gone: ReadonlyMap<string, string>,
  now: PackedDrawing | null,
  parents: ReadonlyMap<string, string> = NO_PARENTS,
): Ghost[] {
  const standing = standingIn(now, parents);
  const lines = new Map<string, (readonly Point[])[]>();
  const within = new Map<string, Place>();
  for (let i = 0; i < before.lines; i++) {
    const key = `${before.lineKind(i) === "entry" ? "entry" : "handoff"}:${before.lineSubject(i)}`;
    if (!gone.has(key)) continue;
    const line = lineOf(before, i, standing);
    if (line === null) continue;
    lines.set(key, [...(lines.get(key) ?? []), line]);
  }
  const ghosts: Ghost[] = [];
  const drawn = new Set<string>();
  for (let i = 0; i < before.boxes; i++) {
    const key = keyOf(before, i);
    const name = gone.get(key);
    if (name === undefined || standing(key) !== null) continue;
    drawn.add(key);
    ghosts.push({ key, name, rect: rectOf(before, i), within: false, lines: [] });
  }
  for (const [key, corners] of lines) {
    const name = gone.get(key) ?? key;
    ghosts.push({ key: `line ${key}`, name, rect: null, within: false, lines: corners });
  }
  for (const key of gone.keys()) {
    const place = drawn.has(key) || lines.has(key) ? null : standing(key);
    if (place?.closed) within.set(key, place);
  }
  return [...ghosts, ...heldBy(gone, within)];
}

/** What was in a collapsed group has no place of its own: the group tells of all of it at once. */
function heldBy(
  gone: ReadonlyMap<string, string>,
  within: ReadonlyMap<string, Place>,
): readonly Ghost[] {
  const held = new Map<string, { readonly rect: Rect; readonly names: string[] }>();
  for (const [key, { box, rect }] of within) {
    const known = held.get(box) ?? { rect, names: [] };
    known.names.push(gone.get(key) ?? key);
    held.set(box, known);
  }
  return [...held].map(([box, { rect, names }]) => {
    const more = names.length - NAMED;
    const told = names.slice(0, NAMED).join(", ");
    const name = more > 0 ? `${told} and ${more} more` : told;
    return { key: `within ${box}`, name, rect: inflate(rect, GAP), within: true, lines: [] };
  });
}

interface Place {
  readonly box: string;
  readonly rect: Rect;
  /** It is a collapsed group that stands for what it holds. */
  readonly closed: boolean;
}

/** Where something stands in a drawing: its own box, or that of the collapsed group that holds it; null where neither is drawn. */
function standingIn(
  drawing: PackedDrawing | null,
  parents: ReadonlyMap<string, string>,
): (key: string) => Place | null {
  const places = new Map<string, Place>();
  for (let i = 0; drawing && i < drawing.boxes; i++) {
    const box = keyOf(drawing, i);
    places.set(box, { box, rect: rectOf(drawing, i), closed: drawing.isCollapsed(i) });
  }
  return (key) => {
    const own = places.get(key);
    if (own) return { ...own, closed: false };
    const group = shownBy(key, parents, (each) => places.get(each)?.closed === true);
    return group === null ? null : (places.get(group) ?? null);
  };
}

/**
 * As it ran before, where its ends stand as they did to each other; else straight from one to the other. Null where both lie in one
 * collapsed group.
 */
function lineOf(
  before: PackedDrawing,
  i: number,
  standing: (key: string) => Place | null,
): readonly Point[] | null {
  const [from, to] = [before.from[i] ?? 0, before.to[i] ?? 0].map((end) => {
    const was = rectOf(before, end);
    const place = standing(keyOf(before, end));
    return { was, is: place?.rect ?? was, closed: place?.closed ? place.box : null };
  });
  const corners = before.line(i);
  if (!from || !to) return corners;
  if (from.closed !== null && from.closed === to.closed) return null;
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
