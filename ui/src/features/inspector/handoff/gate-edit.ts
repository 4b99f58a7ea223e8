/** Changes of a gate, which stays even where nothing is said about it. */
import { withFields } from "../../../document/drafts";
import type { Gate, GateBranch } from "../../../platform";
import type { Change, Fields } from "./edit";
import { orNone } from "./edit";

export function inGate(edit: (gate: Gate) => Fields<Gate>): Change {
  return ({ gate }) => ({ gate: withFields<Gate>(gate ?? {}, edit(gate ?? {})) });
}

export function inBranches(
  edit: (branches: readonly GateBranch[]) => readonly GateBranch[],
): Change {
  return inGate((gate) => ({ branches: orNone(edit(gate.branches ?? [])) }));
}
