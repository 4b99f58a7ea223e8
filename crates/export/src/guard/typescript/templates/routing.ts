// Written by Baton; what is changed here is lost with the next export.
/** Which handoff an agent makes. */
import { conditionHolds } from "./conditions.js";
import { type Clause, rules } from "./rules.js";

/**
 * The handoff that an agent makes once something has happened; null if it keeps the task. `happened` has the words of triggers with what was
 * measured: `{ confidence_below: 0.4 }`, `{ user_asks: true }`. Moves are asked in order: smallest priority first, default routes last; a further
 * condition is asked of the payload.
 */
export function route(
  topology: string,
  agent: string,
  happened: Readonly<Record<string, unknown>>,
  payload: unknown = null,
): string | null {
  const agents = Object.hasOwn(rules.routes, topology) ? rules.routes[topology] : undefined;
  const moves = agents && Object.hasOwn(agents, agent) ? agents[agent] : undefined;
  const chosen = moves?.find(
    (move) =>
      (move.otherwise || holds(move, happened)) && (move.condition === null || conditionHolds(move.tree, payload)),
  );
  return chosen?.handoff ?? null;
}

function holds({ on, value }: Clause, happened: Readonly<Record<string, unknown>>): boolean {
  if (typeof on !== "string") {
    return on.any
      ? on.any.some((clause) => holds(clause, happened))
      : (on.all ?? []).every((clause) => holds(clause, happened));
  }
  const measured = Object.hasOwn(happened, on) ? happened[on] : undefined;
  if (value === undefined || value === null) return measured === true;
  if (Array.isArray(value)) return value.includes(measured);
  const isCompared = typeof measured === "number" && typeof value === "number";
  switch (on) {
    case "confidence_below":
    case "sentiment":
      return isCompared && measured < value;
    case "load":
    case "authority_limit":
      return isCompared && measured > value;
    case "elapsed":
    case "repeated_clarification":
      return isCompared && measured >= value;
    default:
      return measured === value;
  }
}
