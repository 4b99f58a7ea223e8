/** Records in a finding's words. */
import { targetName } from "../../document/scene-words";
import { type DocumentState, nameOf, recordOf } from "../../document/store";
import type { RecordKey } from "../../platform";

/** The name that people know: for a handoff who hands over to whom. */
export function recordWords(state: DocumentState, { kind, id }: RecordKey): string {
  const handoff = kind === "handoff" ? recordOf(state, "handoff", id) : undefined;
  if (!handoff) return nameOf(state, kind, id);
  return `${nameOf(state, "agent", handoff.from)} → ${targetName(state, handoff.to)}`;
}
