/** Deleting what others refer to: one group that takes along what cannot stand alone, told beforehand. */
import type { Handoff } from "../platform";
import { recordOfBox } from "./boxes";
import { type Draft, put, remove, withFields } from "./drafts";
import { agentOf, isQuery, outcomeOf } from "./records";
import { contractLabel, targetName } from "./scene";
import { type DocumentState, nameOf, recordsOf } from "./store";

export interface Deletion {
  readonly drafts: readonly Draft[];
  /** What goes along, in words; what the user pointed at is not among them. */
  readonly names: readonly string[];
}

export function deletion(
  state: DocumentState,
  boxes: readonly string[],
  handoffs: readonly string[],
): Deletion {
  const subjects = boxes.map(recordOfBox);
  const agents = new Set(subjects.flatMap(({ kind, id }) => (kind === "agent" ? [id] : [])));
  const outcomes = new Set(subjects.flatMap(({ kind, id }) => (kind === "outcome" ? [id] : [])));
  const groups = new Set(subjects.flatMap(({ kind, id }) => (kind === "group" ? [id] : [])));
  const chosen = new Set([
    ...handoffs,
    ...subjects.flatMap(({ kind, id }) => (kind === "handoff" ? [id] : [])),
  ]);
  const drafts: Draft[] = [];
  const names: string[] = [];
  const gone = goneHandoffs(state, agents, outcomes, chosen);
  for (const handoff of gone) {
    drafts.push(remove("handoff", handoff.id));
    if (!chosen.has(handoff.id)) names.push(handoffWords(state, handoff));
  }
  const goneIds = new Set(gone.map((handoff) => handoff.id));
  for (const draft of detachments(state, agents, goneIds, names)) drafts.push(draft);
  for (const { record: entry } of recordsOf(state, "entry").values()) {
    if (
      !agents.has(entry.agent) ||
      subjects.some(({ kind, id }) => kind === "entry" && id === entry.id)
    )
      continue;
    drafts.push(remove("entry", entry.id));
    subjects.push({ kind: "entry", id: entry.id });
    names.push(
      `Entry by ${entry.channel ?? "an unnamed channel"} to ${nameOf(state, "agent", entry.agent)}`,
    );
  }
  drafts.push(...dependents(state, agents, names));
  drafts.push(
    ...placements(
      state,
      [...subjects, ...[...goneIds].map((id) => ({ kind: "handoff", id }))],
      groups,
    ),
  );
  for (const { kind, id } of subjects) {
    if (
      kind !== "handoff" &&
      !drafts.some((draft) => draft.op === "delete" && draft.kind === kind && draft.id === id)
    ) {
      drafts.push(remove(kind, id));
    }
  }
  return { drafts, names };
}

function goneHandoffs(
  state: DocumentState,
  agents: ReadonlySet<string>,
  outcomes: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
): Handoff[] {
  return [...recordsOf(state, "handoff").values()]
    .map(({ record }) => record)
    .filter(({ id, from, to }) => {
      const agent = agentOf(to);
      const outcome = outcomeOf(to);
      return (
        chosen.has(id) ||
        agents.has(from) ||
        (agent !== null && agents.has(agent)) ||
        (outcome !== null && outcomes.has(outcome))
      );
    });
}

/** Handoffs that stay but name a deleted agent as fallback or default lose that name. */
function detachments(
  state: DocumentState,
  agents: ReadonlySet<string>,
  gone: ReadonlySet<string>,
  names: string[],
): Draft[] {
  const drafts: Draft[] = [];
  for (const { record: handoff } of recordsOf(state, "handoff").values()) {
    if (gone.has(handoff.id)) continue;
    let next: Handoff = handoff;
    if (handoff.fallbacks?.some((id) => agents.has(id))) {
      const left = handoff.fallbacks.filter((id) => !agents.has(id));
      next = withFields(next, { fallbacks: left.length > 0 ? left : undefined });
    }
    if (isQuery(handoff.to) && handoff.to.default && agents.has(handoff.to.default)) {
      next = { ...next, to: withFields(handoff.to, { default: undefined }) };
    }
    if (next === handoff) continue;
    drafts.push(put("handoff", next));
    names.push(`A fallback of ${handoffWords(state, handoff)}`);
  }
  return drafts;
}

/** Versions of a deleted agent and where they run. */
function dependents(state: DocumentState, agents: ReadonlySet<string>, names: string[]): Draft[] {
  const drafts: Draft[] = [];
  for (const kind of ["deployment", "agent_version"] as const) {
    for (const [id, { record }] of state.records.get(kind) ?? []) {
      const agent =
        typeof record === "object" && record !== null && "agent" in record ? record.agent : null;
      if (typeof agent !== "string" || !agents.has(agent)) continue;
      drafts.push(remove(kind, id));
      names.push(kind === "deployment" ? `Deployment ${id}` : `Agent version ${id}`);
    }
  }
  return drafts;
}

function placements(
  state: DocumentState,
  subjects: readonly { kind: string; id: string }[],
  groups: ReadonlySet<string>,
): Draft[] {
  const keys = new Set(subjects.map(({ kind, id }) => `${kind}:${id}`));
  const drafts: Draft[] = [];
  for (const { record: placement } of recordsOf(state, "placement").values()) {
    if (keys.has(`${placement.subject.kind}:${placement.subject.id}`))
      drafts.push(remove("placement", placement.id));
    else if (placement.group && groups.has(placement.group)) {
      drafts.push(put("placement", withFields(placement, { group: undefined })));
    }
  }
  return drafts;
}

function handoffWords(state: DocumentState, handoff: Handoff): string {
  const topology = nameOf(state, "topology", handoff.topology);
  return `${nameOf(state, "agent", handoff.from)} → ${targetName(state, handoff.to)} (${contractLabel(handoff)}, in ${topology})`;
}
