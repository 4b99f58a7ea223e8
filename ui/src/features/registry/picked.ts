/** What can be done with rows that are picked together. */

import { type Selection, selectionOf } from "../../canvas/selection";
import { onceThere } from "../../components/once-there";
import { rehearseRemoval, remove } from "../../document/commit";
import { goesAlong } from "../../document/delete";
import { useDocument } from "../../document/store";
import type { Kind, RecordKey } from "../../platform";
import { session } from "../../session/store";
import { showInTopology } from "../shell/topology";
import { showDrawing } from "./places";
import { drawnAt } from "./show";

/** Kinds whose records can be given fields together. */
export function isEditedTogether(kind: Kind): kind is "agent" | "handoff" {
  return kind === "agent" || kind === "handoff";
}

/** The side panel shows their fields, or those of the one row that is looked at; it opens by itself only where it was open. */
export function showPicked(kind: Kind, ids: readonly string[], at: string | null): void {
  if (ids.length > 1 && isEditedTogether(kind)) {
    const { dock } = session.get();
    const isShown = dock.show === "listed" && dock.kind === kind && isSame(dock.ids, ids);
    if (!isShown) session.set({ dock: { show: "listed", kind, ids } });
  } else if (at !== null) session.set({ dock: { show: "record", subject: { kind, id: at } } });
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

/** Opens the panel in which they are given fields, and goes to the first one. */
export function editPicked(kind: "agent" | "handoff", ids: readonly string[]): void {
  session.show({ show: "listed", kind, ids });
  // The panel may have stood there before: the focus says that it is the one that is meant.
  onceThere(
    () => document.querySelector<HTMLElement>("[data-testid=listed-panel]"),
    (fields) => fields.querySelector<HTMLElement>("select, input, textarea, button")?.focus(),
  );
}

/** Selects all of them that stand on one drawing: the open one, where any of them is there. */
export function drawPicked(kind: Kind, ids: readonly string[]): void {
  const state = useDocument.getState();
  const open = session.get().topology;
  const places = ids.flatMap((id) => drawnAt(state, { kind, id }, open) ?? []);
  const topology = places.find((place) => place.topology === open)?.topology ?? places[0]?.topology;
  if (topology === undefined) {
    session.notify({
      tone: "info",
      title: "They stand on no drawing",
      detail: "Their pages say what touches them.",
      hints: [],
    });
    return;
  }
  const there = places.filter((place) => place.topology === topology);
  showDrawing();
  showInTopology(topology, together(there.map(({ selection }) => selection)));
  const left = ids.length - there.length;
  if (left > 0)
    session.notify({
      tone: "info",
      title: `${there.length} of ${ids.length} are shown`,
      detail: "The others stand on other drawings, or on none.",
      hints: [],
    });
}

function together(selections: readonly Selection[]): Selection {
  return selectionOf(
    [...new Set(selections.flatMap(({ boxes }) => boxes))],
    [...new Set(selections.flatMap(({ edges }) => edges))],
  );
}

/** Deletes at once what nothing else hangs on; otherwise shows what goes along and asks. */
export async function deletePicked(kind: Kind, ids: readonly string[]): Promise<void> {
  const keys = ids.map((id): RecordKey => ({ kind, id }));
  const rehearsed = await rehearseRemoval(keys);
  if (!rehearsed) return;
  const along = goesAlong(rehearsed.diff, keys);
  if (along.length > 0) session.show({ show: "delete", keys, along });
  else if (await remove(keys)) {
    const { dock } = session.get();
    if (dock.show === "record" || dock.show === "listed") session.closeDock();
  }
}
