/** Where boxes stand: moving, pinning, and giving them back to the automatic layout. */
import { type Point, type Rect, type Size, translate } from "../canvas/geometry";
import type { Placement } from "../platform";
import { type BoxRecordKind, boxKey, placementId, recordOfBox } from "./boxes";
import { type Draft, put, withFields } from "./drafts";
import { type DocumentState, recordOf, recordsOf } from "./store";

/** A box that moves: from where it is drawn, by how much. A box that is drawn nowhere has no rectangle. */
export interface BoxMove {
  readonly key: string;
  readonly rect: Rect | null;
  readonly by: Point;
}

/** What a move does to membership: the group that a box comes into, or null where it comes out of all. */
export type Regrouping = ReadonlyMap<string, string | null>;

const NO_REGROUPING: Regrouping = new Map();

/** Boxes come to rest by hand: pinned, so that the automatic layout leaves them alone. */
export function moveBoxes(
  state: DocumentState,
  topology: string,
  moves: readonly BoxMove[],
  regrouping: Regrouping = NO_REGROUPING,
): Draft[] {
  return moves.flatMap((move): Draft[] => {
    const { key, by } = move;
    const { kind, id } = recordOfBox(key);
    const known = placementOf(state, topology, kind, id);
    const rect = move.rect ?? placeOf(known);
    const joins = regrouping.get(key);
    // An open group is where its members are; the place that it has when it is closed goes with them.
    const follows = kind === "group" && !known?.collapsed && hasMembers(state, id);
    const from = follows ? placeOf(known) : rect;
    const own = from && translate(from, by);
    const drafts: Draft[] = [];
    const group = recordOf(state, "group", kind === "group" ? id : null);
    if (group && joins !== undefined)
      drafts.push(put("group", withFields(group, { parent: joins })));
    const regrouped = kind !== "group" && joins !== undefined;
    if (own || regrouped)
      drafts.push(
        put(
          "placement",
          withFields<Placement>(
            known ?? { id: placementId(topology, kind, id), topology, subject: { kind, id } },
            {
              ...(own && { x: rounded(own.x), y: rounded(own.y) }),
              ...(own && !follows && { pinned: true }),
              ...(regrouped && { group: joins }),
            },
          ),
        ),
      );
    return drafts;
  });
}

/** Keeps boxes where they are drawn. */
export function pinBoxes(
  state: DocumentState,
  topology: string,
  boxes: readonly { readonly key: string; readonly rect: Rect }[],
): Draft[] {
  const stay = { x: 0, y: 0 };
  const free = boxes.filter(({ key }) => !isPinned(state, topology, key));
  return moveBoxes(
    state,
    topology,
    free.map(({ key, rect }) => ({ key, rect, by: stay })),
  );
}

/** Gives boxes back to the automatic layout. */
export function unpinBoxes(
  state: DocumentState,
  topology: string,
  keys: readonly string[],
): Draft[] {
  return keys.flatMap((key) => {
    const { kind, id } = recordOfBox(key);
    const known = placementOf(state, topology, kind, id);
    return known?.pinned ? [unpinned(known)] : [];
  });
}

/** Gives everything back. */
export function unpinAll(state: DocumentState, topology: string): Draft[] {
  return pinnedOf(state, topology).map(unpinned);
}

export function pinnedOf(state: DocumentState, topology: string): Placement[] {
  return [...recordsOf(state, "placement").values()]
    .map(({ record }) => record)
    .filter((placement) => placement.topology === topology && placement.pinned === true);
}

export function isPinned(state: DocumentState, topology: string, key: string): boolean {
  const { kind, id } = recordOfBox(key);
  return placementOf(state, topology, kind, id)?.pinned === true;
}

export function placementOf(
  state: DocumentState,
  topology: string,
  kind: BoxRecordKind,
  id: string,
): Placement | undefined {
  return recordOf(state, "placement", placementId(topology, kind, id));
}

/** The place of a new box. */
export function placed(
  topology: string,
  kind: BoxRecordKind,
  id: string,
  { at, group }: { readonly at: Point; readonly group: string | null },
  size?: Size,
): Draft {
  const placement: Placement = {
    id: placementId(topology, kind, id),
    topology,
    subject: { kind, id },
    x: rounded(at.x),
    y: rounded(at.y),
    ...size,
    pinned: true,
  };
  return put("placement", withFields(placement, { group }));
}

/** The key of the box that a placement is about. */
export function boxOfPlacement({ subject }: Placement): string {
  return subject.kind === "handoff" ? boxKey("query", subject.id) : `${subject.kind}:${subject.id}`;
}

/** Finer than anybody sees, and without the noise of sums. */
function rounded(units: number): number {
  return Math.round(units * 100) / 100;
}

function unpinned(placement: Placement): Draft {
  return put("placement", withFields(placement, { pinned: undefined, x: undefined, y: undefined }));
}

function hasMembers(state: DocumentState, group: string): boolean {
  for (const { record } of recordsOf(state, "placement").values())
    if (record.group === group) return true;
  for (const { record } of recordsOf(state, "group").values())
    if (record.parent === group) return true;
  return false;
}

/** Where a box would stand that is put away in a closed group. */
function placeOf(placement: Placement | undefined): Rect | null {
  if (!placement?.pinned) return null;
  const { x, y } = placement;
  if (x === undefined || x === null || y === undefined || y === null) return null;
  return { x, y, width: 0, height: 0 };
}
