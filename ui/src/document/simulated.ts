/** The last simulation of a topology beside the registry as it is now. */
import type { Kind } from "../platform";
import type { LoadResult, SimulationResult } from "../session/simulation";
import type { DocumentState } from "./store";

/** Kinds whose records a simulation reads; where boxes stand and what anything is noted down for changes nothing. */
const READ: readonly Kind[] = ["topology", "agent", "handoff", "entry", "outcome", "scenario"];

/** Under load it counts, too, who is on shift. */
const READ_UNDER_LOAD: readonly Kind[] = [...READ, "team", "rotation"];

/** What a simulation was asked of: equal parts are the same objects. */
export function basisOf(state: DocumentState): readonly unknown[] {
  return READ.map((kind) => state.records.get(kind));
}

export function loadBasisOf(state: DocumentState): readonly unknown[] {
  return READ_UNDER_LOAD.map((kind) => state.records.get(kind));
}

/** Whether something that the result was made from is another one now. */
export function isStale(state: DocumentState, { basis }: SimulationResult): boolean {
  return READ.some((kind, i) => state.records.get(kind) !== basis[i]);
}

export function isLoadStale(state: DocumentState, { basis }: LoadResult): boolean {
  return READ_UNDER_LOAD.some((kind, i) => state.records.get(kind) !== basis[i]);
}
