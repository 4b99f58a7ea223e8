/** What goes along with a deletion, as the registry's dry run tells it. */
import type { Handoff, RecordChange, RecordKey } from "../platform";
import { kindName } from "./records";
import { targetName } from "./scene-words";
import { type DocumentState, nameOf } from "./store";

/** The changes beside those asked for. Places on drawings go without saying. */
export function goesAlong(
  diff: readonly RecordChange[],
  asked: readonly RecordKey[],
): RecordChange[] {
  return diff.filter(
    (change) =>
      change.kind !== "placement" &&
      !asked.some(({ kind, id }) => kind === change.kind && id === change.id),
  );
}

/** One of them in words, with the names that people know. */
export function alongWords(
  state: DocumentState,
  { kind, id, before, after }: RecordChange,
): string {
  const name =
    kind === "handoff" ? handoffWords(state, before as Handoff) : nameOf(state, kind, id);
  const what = kind === "handoff" ? "" : `${kindName(kind)} `;
  return after === null ? `${what}${name}` : `${what}${name} stays, without what refers to it`;
}

function handoffWords(state: DocumentState, { from, to }: Handoff): string {
  return `${nameOf(state, "agent", from)} → ${targetName(state, to)}`;
}
