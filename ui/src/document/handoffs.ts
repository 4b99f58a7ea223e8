/** Edits of handoffs that are made on the drawing: their ends, their kind, what is called together. */
import type { End } from "../canvas/hit";
import type { CapabilityQuery, Handoff, HandoffMode } from "../platform";
import { agentOfBox } from "./boxes";
import { type Draft, put, withFields } from "./drafts";
import { targetOfBox } from "./edits";
import { agentOf, freshId, isQuery } from "./records";
import { type DocumentState, recordOf, recordsOf } from "./store";

/** Carries one end of a handoff to another box; null where it cannot end there or ends there already. */
export function reconnect(
  state: DocumentState,
  handoff: string,
  end: End,
  box: string,
): Draft | null {
  const known = recordOf(state, "handoff", handoff);
  if (!known) return null;
  if (end === "from") {
    const from = agentOfBox(box);
    return from === null || from === known.from ? null : put("handoff", { ...known, from });
  }
  const to = targetOfBox(box);
  if (to === null || JSON.stringify(to) === JSON.stringify(known.to)) return null;
  return put("handoff", { ...known, to });
}

/** Lets a handoff go to whichever agent declares the tags; who received it until now is taken when nobody does. */
export function askCapabilities(
  state: DocumentState,
  handoff: string,
  capabilities: readonly string[],
): Draft | null {
  const known = recordOf(state, "handoff", handoff);
  if (!known || capabilities.length === 0) return null;
  const before: Omit<CapabilityQuery, "capabilities"> = isQuery(known.to)
    ? known.to
    : withFields<Omit<CapabilityQuery, "capabilities">>({}, { default: agentOf(known.to) });
  return put("handoff", { ...known, to: { ...before, capabilities: [...capabilities] } });
}

/** What a receiver has to be able to do, as far as it is known: the tags asked for, else those of the receiver. */
export function tagsAskedFor(state: DocumentState, handoff: string): readonly string[] {
  const known = recordOf(state, "handoff", handoff);
  if (!known) return [];
  if (isQuery(known.to)) return known.to.capabilities;
  const required = known.required_capabilities ?? [];
  if (required.length > 0) return required;
  return recordOf(state, "agent", agentOf(known.to))?.capabilities ?? [];
}

export function setMode(
  state: DocumentState,
  handoffs: readonly string[],
  mode: HandoffMode,
): Draft[] {
  return known(state, handoffs)
    .filter((handoff) => (handoff.mode ?? "transfer") !== mode)
    .map((handoff) =>
      put(
        "handoff",
        mode === "delegate"
          ? { ...handoff, mode }
          : // Only a call that returns can be joined with others.
            withFields(handoff, { mode: undefined, parallel_group: undefined, join: undefined }),
      ),
    );
}

/** Why handoffs cannot be called together, if so: calls of one agent can, and there have to be two. */
export function canRunTogether(state: DocumentState, handoffs: readonly string[]): boolean {
  const calls = known(state, handoffs);
  return (
    calls.length > 1 &&
    calls.every((call) => call.mode === "delegate" && call.from === calls[0]?.from)
  );
}

export function runTogether(state: DocumentState, handoffs: readonly string[]): Draft[] {
  const calls = known(state, handoffs);
  const from = calls[0]?.from ?? "";
  const taken = new Set<string>();
  for (const { record } of recordsOf(state, "handoff").values())
    if (record.from === from && record.parallel_group) taken.add(record.parallel_group);
  const name = freshId("parallel", (candidate) => taken.has(candidate));
  return calls.map((call) => put("handoff", { ...call, parallel_group: name, join: "all" }));
}

export function runAlone(state: DocumentState, handoffs: readonly string[]): Draft[] {
  return known(state, handoffs)
    .filter((call) => call.parallel_group)
    .map((call) =>
      put("handoff", withFields(call, { parallel_group: undefined, join: undefined })),
    );
}

/** Puts an empty gate on every handoff without one; where all have one, takes them away. */
export function toggleGates(state: DocumentState, handoffs: readonly string[]): Draft[] {
  const all = known(state, handoffs);
  const bare = all.filter((handoff) => !handoff.gate);
  return bare.length > 0
    ? bare.map((handoff) => put("handoff", { ...handoff, gate: {} }))
    : all.map((handoff) => put("handoff", withFields(handoff, { gate: undefined })));
}

function known(state: DocumentState, ids: readonly string[]): Handoff[] {
  return ids.flatMap((id) => recordOf(state, "handoff", id) ?? []);
}
