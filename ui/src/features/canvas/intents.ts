/** What gestures on the drawing do to the registry and the session. */
import { contains, inflate, type Point } from "../../canvas/geometry";
import type { End } from "../../canvas/hit";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { recordOfBox } from "../../document/boxes";
import { commit, rehearseRemoval, remove } from "../../document/commit";
import { goesAlong } from "../../document/delete";
import { put } from "../../document/drafts";
import { createHandoff } from "../../document/edits";
import {
  fold,
  groupIdOf,
  groupOf,
  groupsAround,
  isCollapsed,
  membersOf,
  outermost,
} from "../../document/groups";
import { reconnect } from "../../document/handoffs";
import { moveBoxes, type Regrouping } from "../../document/places";
import { recordOf, useDocument } from "../../document/store";
import type { RecordKey } from "../../platform";
import { session } from "../../session/store";
import { boxNow, groupAt, openTopologyId } from "./scene-now";

/** All that moves when these boxes are moved: the members of groups too, also those that are put away. */
export function movable(keys: readonly string[]): readonly string[] {
  const topology = openTopologyId();
  if (!topology) return keys;
  const state = useDocument.getState();
  const inside = keys.flatMap((key) => {
    const group = groupIdOf(key);
    return group === null ? [] : membersOf(state, topology, group);
  });
  return [...new Set([...keys, ...inside])];
}

/** Moves boxes by hand; `regrouping` says which of them come into another group. */
export async function move(
  keys: readonly string[],
  by: Point,
  regrouping?: Regrouping,
): Promise<boolean> {
  return moveEach(new Map(keys.map((key) => [key, by])), regrouping);
}

/** As `move`, each box by a way of its own. */
export async function moveEach(
  ways: ReadonlyMap<string, Point>,
  regrouping?: Regrouping,
): Promise<boolean> {
  const topology = openTopologyId();
  if (!topology) return false;
  const moves = [...ways].map(([key, by]) => ({ key, by, rect: boxNow(key)?.rect ?? null }));
  return commit(moveBoxes(useDocument.getState(), topology, moves, regrouping));
}

/** How far the hand may leave a group's frame before what it carries leaves the group. */
const GRACE = 24;

/** What dropping `held` at a point does to membership. */
export function regroupingAt(held: readonly string[], at: Point): Regrouping {
  const topology = openTopologyId();
  const changes = new Map<string, string | null>();
  if (!topology) return changes;
  const state = useDocument.getState();
  const carried = new Set(movable(held));
  const over = groupAt(at, carried);
  for (const key of outermost(state, topology, held)) {
    const now = groupOf(state, topology, key);
    if (over === now) continue;
    if (now !== null && isAtBorder(now, at)) {
      // A group within its own takes it all the same; the one around it does only beyond the border.
      if (over === null || groupsAround(state, now).includes(over)) continue;
    }
    changes.set(key, over);
  }
  return changes;
}

function isAtBorder(group: string, at: Point): boolean {
  const frame = boxNow(`group:${group}`)?.rect;
  return frame !== undefined && contains(inflate(frame, GRACE), at);
}

export async function connect(fromBox: string, toBox: string): Promise<boolean> {
  const topology = openTopologyId();
  const draft = topology ? createHandoff(useDocument.getState(), topology, fromBox, toBox) : null;
  if (!draft || !(await commit([draft]))) return false;
  session.select(selectionOf([], [draft.id]));
  return true;
}

export async function carryEnd(handoff: string, end: End, box: string): Promise<boolean> {
  const draft = reconnect(useDocument.getState(), handoff, end, box);
  if (!draft || !(await commit([draft]))) return false;
  session.select(selectionOf([], [handoff]));
  return true;
}

/** Opens a group that is closed, closes one that is open. */
export async function foldGroup(key: string): Promise<void> {
  const topology = openTopologyId();
  const group = groupIdOf(key);
  if (!topology || group === null) return;
  const state = useDocument.getState();
  await commit(fold(state, topology, [group], !isCollapsed(state, topology, group)));
}

export async function rename(key: string, name: string): Promise<void> {
  const { kind, id } = recordOfBox(key);
  const state = useDocument.getState();
  session.set({ renaming: null });
  if (name === "" || kind === "handoff" || kind === "entry") return;
  const text = kind === "note" ? recordOf(state, "note", id) : undefined;
  if (text && text.text !== name) await commit([put("note", { ...text, text: name })]);
  const named = kind === "note" ? undefined : recordOf(state, kind, id);
  if (named && named.name !== name)
    await commit([{ op: "put", kind, id, record: { ...named, name } }]);
}

/** The records that the selection shows. A capability query belongs to its handoff, which is told once. */
export function selectedKeys(): RecordKey[] {
  const { selection } = session.get();
  const keys = new Map<string, RecordKey>();
  for (const key of [
    ...selection.boxes.map(recordOfBox),
    ...selection.edges.map((id): RecordKey => ({ kind: "handoff", id })),
  ])
    keys.set(`${key.kind}:${key.id}`, key);
  return [...keys.values()];
}

/** Deletes at once what nothing else hangs on; otherwise shows what goes along and asks. */
export async function deleteSelection(): Promise<void> {
  const keys = selectedKeys();
  if (keys.length === 0) return;
  const rehearsed = await rehearseRemoval(keys);
  if (!rehearsed) return;
  const along = goesAlong(rehearsed.diff, keys);
  if (along.length > 0) session.show({ show: "delete", keys, along });
  else if (await remove(keys)) session.select(NOTHING);
}
