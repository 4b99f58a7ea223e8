/** From a record to its place on a drawing. */
import { isEmpty } from "../../canvas/selection";
import { type DocumentState, useDocument } from "../../document/store";
import { type Whereabouts, whereabouts } from "../../document/targets";
import type { Kind, RecordKey } from "../../platform";
import { session } from "../../session/store";
import { showInTopology } from "../shell/topology";
import { showDrawing } from "./places";

/** Where a record is drawn; null for records that stand on no drawing. */
export function drawnAt(
  state: DocumentState,
  subject: RecordKey,
  open: string | null,
): (Whereabouts & { readonly topology: string }) | null {
  const { topology, selection } = whereabouts(state, { subject, topology: null }, open);
  if (topology === null || (isEmpty(selection) && subject.kind !== "topology")) return null;
  return { topology, selection };
}

/** False where the record stands on no drawing. */
export function showOnDrawing(subject: RecordKey): boolean {
  const place = drawnAt(useDocument.getState(), subject, session.get().topology);
  if (!place) return false;
  showDrawing();
  showInTopology(place.topology, place.selection);
  return true;
}

const DRAWN_KINDS: ReadonlySet<Kind> = new Set([
  "agent",
  "contract",
  "contract_version",
  "entry",
  "group",
  "handoff",
  "note",
  "outcome",
  "topology",
]);

/** Whether records of the kind can stand on a drawing at all. */
export function isDrawable(kind: Kind): boolean {
  return DRAWN_KINDS.has(kind);
}
