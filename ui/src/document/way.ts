/** A way over the drawing, as it is drawn. */
import type { RecordKey } from "../platform";
import { recordOf, useDocument } from "./store";

/** The handoffs with the agents that they go from and to; those that are gone are left out. */
export function wayOf(handoffs: readonly string[]): RecordKey[] {
  const state = useDocument.getState();
  return handoffs.flatMap((id): RecordKey[] => {
    const handoff = recordOf(state, "handoff", id);
    if (!handoff) return [];
    const ends = [handoff.from, handoff.to].filter((end) => typeof end === "string");
    return [{ kind: "handoff", id }, ...ends.map((end) => ({ kind: "agent", id: end }) as const)];
  });
}
