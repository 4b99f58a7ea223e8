/** Arranging the selection: lining up, spreading, pinning, grouping. */
import { type Alignment, type Axis, aligned, distributed } from "../../canvas/arrange";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { commit } from "../../document/commit";
import { fold, groupIdOf, isCollapsed, outermost, regroup, ungroup } from "../../document/groups";
import { isPinned, pinBoxes, pinnedOf, unpinAll, unpinBoxes } from "../../document/places";
import { recordsOf, useDocument } from "../../document/store";
import { refreshDrawing } from "../../document/sync";
import { session } from "../../session/store";
import { movable, moveEach } from "./intents";
import { boxesAt, openTopologyId } from "./scene-now";

/** The selected boxes as they are arranged: a group stands for all that is in it. */
export function arrangeable(): string[] {
  const topology = openTopologyId();
  const { boxes } = session.get().selection;
  return topology ? outermost(useDocument.getState(), topology, boxes) : [];
}

export async function align(how: Alignment): Promise<void> {
  await shift(aligned(placedSelection(), how));
}

export async function distribute(axis: Axis): Promise<void> {
  await shift(distributed(placedSelection(), axis));
}

function placedSelection() {
  return boxesAt(arrangeable()).map(({ key, rect }) => ({ id: key, rect }));
}

async function shift(ways: ReturnType<typeof aligned>): Promise<void> {
  const each = [...ways].flatMap(([key, by]) => movable([key]).map((id) => [id, by] as const));
  await moveEach(new Map(each));
}

export async function pinSelection(): Promise<void> {
  const topology = openTopologyId();
  if (!topology) return;
  const boxes = boxesAt(movable(session.get().selection.boxes));
  await commit(pinBoxes(useDocument.getState(), topology, boxes));
}

/** Lets the automatic layout place the selection. */
export async function unpinSelection(): Promise<void> {
  const topology = openTopologyId();
  const keys = movable(session.get().selection.boxes);
  if (topology) await commit(unpinBoxes(useDocument.getState(), topology, keys));
}

/** How many of the selected boxes are pinned, and how many are not. */
export function pinsOfSelection(): { pinned: number; free: number } {
  const topology = openTopologyId();
  const keys = movable(session.get().selection.boxes).filter((key) => groupIdOf(key) === null);
  if (!topology) return { pinned: 0, free: 0 };
  const state = useDocument.getState();
  const pinned = keys.filter((key) => isPinned(state, topology, key)).length;
  return { pinned, free: keys.length - pinned };
}

/** Asks first where boxes that were placed by hand would move. */
export function layOutAgain(): void {
  const topology = openTopologyId();
  if (!topology) return;
  const pinned = pinnedOf(useDocument.getState(), topology).length;
  if (pinned > 0) session.set({ question: { ask: "layout", pinned } });
  else void refreshDrawing();
}

export async function layOutEverything(): Promise<void> {
  const topology = openTopologyId();
  session.set({ question: null });
  if (topology) await commit(unpinAll(useDocument.getState(), topology));
}

export function selectedGroups(): string[] {
  return session.get().selection.boxes.flatMap((key) => groupIdOf(key) ?? []);
}

export async function ungroupSelection(): Promise<void> {
  const topology = openTopologyId();
  const groups = selectedGroups();
  if (!topology || groups.length === 0) return;
  const state = useDocument.getState();
  const freed = movable(groups.map((id) => `group:${id}`)).filter(
    (key) => !groups.includes(groupIdOf(key) ?? ""),
  );
  if (await commit(ungroup(state, topology, groups)))
    session.select(freed.length > 0 ? selectionOf(outermost(state, topology, freed)) : NOTHING);
}

/** Whether the selected groups are open (some of them), closed (all), or there are none. */
export function foldOfSelection(): "open" | "closed" | "none" {
  const topology = openTopologyId();
  const groups = selectedGroups();
  if (!topology || groups.length === 0) return "none";
  const state = useDocument.getState();
  return groups.every((group) => isCollapsed(state, topology, group)) ? "closed" : "open";
}

export async function foldSelection(collapsed: boolean): Promise<void> {
  const topology = openTopologyId();
  if (topology) await commit(fold(useDocument.getState(), topology, selectedGroups(), collapsed));
}

/** All groups of the open topology that are not so yet. */
export function groupsToFold(collapsed: boolean): string[] {
  const topology = openTopologyId();
  if (!topology) return [];
  const state = useDocument.getState();
  return [...recordsOf(state, "group").values()].flatMap(({ record }) =>
    record.topology === topology && isCollapsed(state, topology, record.id) !== collapsed
      ? [record.id]
      : [],
  );
}

export async function foldAll(collapsed: boolean): Promise<void> {
  const topology = openTopologyId();
  const groups = groupsToFold(collapsed);
  if (topology) await commit(fold(useDocument.getState(), topology, groups, collapsed));
}

/** Takes boxes into a group, or out of all with null. */
export async function putIntoGroup(boxes: readonly string[], group: string | null): Promise<void> {
  const topology = openTopologyId();
  session.set({ question: null });
  if (!topology) return;
  const state = useDocument.getState();
  const held = outermost(state, topology, boxes);
  await commit(regroup(state, topology, new Map(held.map((key) => [key, group]))));
}
