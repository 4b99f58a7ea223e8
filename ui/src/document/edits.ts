/** What making something on the drawing means as edits: one gesture, one group. Ids are chosen here, sense is judged by the registry. */
import type { Point, Rect, Size } from "../canvas/geometry";
import { firstLineOf } from "../canvas/markdown";
import type {
  Agent,
  AgentKind,
  CapabilityQuery,
  ContactChannel,
  Handoff,
  Target,
} from "../platform";
import { agentOfBox, type BoxRecordKind, recordOfBox } from "./boxes";
import { type Draft, put, withFields } from "./drafts";
import { placed } from "./places";
import { freshId, slug } from "./records";
import { type DocumentState, recordsOf } from "./store";

/** What a new agent's card measures before the layout has a say. */
export const CARD: Size = { width: 208, height: 84 };
/** What a note of one line measures; longer ones grow by the layout. */
export const NOTE: Size = { width: 208, height: 42 };

export interface Created {
  readonly drafts: readonly Draft[];
  readonly kind: BoxRecordKind;
  readonly id: string;
}

/** Where a box goes: its upper left corner, and the group that it lands in. */
export interface Spot {
  readonly at: Point;
  readonly group: string | null;
}

export function createAgent(
  state: DocumentState,
  topology: string,
  name: string,
  kind: AgentKind,
  spot: Spot,
): Created {
  const id = freshId(slug(name, "agent"), (taken) => recordsOf(state, "agent").has(taken));
  const agent: Agent = withFields<Agent>({ id, name }, { kind: kind === "ai" ? undefined : kind });
  return { drafts: [put("agent", agent), placed(topology, "agent", id, spot)], kind: "agent", id };
}

export function createOutcome(
  state: DocumentState,
  topology: string,
  name: string,
  spot: Spot,
): Created {
  const id = freshId(slug(name, "outcome"), (taken) => recordsOf(state, "outcome").has(taken));
  return {
    drafts: [
      put("outcome", { id, topology, name, good: true }),
      placed(topology, "outcome", id, spot),
    ],
    kind: "outcome",
    id,
  };
}

export function createNote(
  state: DocumentState,
  topology: string,
  text: string,
  spot: Spot,
): Created {
  const id = freshId(slug(firstLineOf(text).slice(0, 24), "note"), (taken) =>
    recordsOf(state, "note").has(taken),
  );
  return {
    drafts: [put("note", { id, topology, text }), placed(topology, "note", id, spot)],
    kind: "note",
    id,
  };
}

export function createEntry(
  state: DocumentState,
  topology: string,
  agent: string,
  channel: ContactChannel,
): Created {
  const id = freshId(`${agent}-${channel}`, (taken) => recordsOf(state, "entry").has(taken));
  return { drafts: [put("entry", { id, topology, agent, channel })], kind: "entry", id };
}

export interface MemberBox {
  readonly key: string;
  readonly rect: Rect;
}

/** Where a handoff ends when it is dropped on a box; null where it cannot. */
export function targetOfBox(key: string): Target | null {
  const { kind, id } = recordOfBox(key);
  if (key.startsWith("query:")) return null;
  if (kind === "agent") return id;
  return kind === "outcome" ? { outcome: id } : null;
}

/** A handoff from an agent's box to an agent's or outcome's box; null where nothing can be handed over. */
export function createHandoff(
  state: DocumentState,
  topology: string,
  fromBox: string,
  toBox: string,
): Draft | null {
  const from = agentOfBox(fromBox);
  const to = targetOfBox(toBox);
  if (from === null || to === null) return null;
  const handoff: Handoff = {
    id: freshHandoff(state, from, recordOfBox(toBox).id),
    topology,
    from,
    to,
  };
  return put("handoff", handoff);
}

/** A handoff to whichever agent declares the tags. Without a spot the layout places the receiver. */
export function createQuery(
  state: DocumentState,
  topology: string,
  fromBox: string,
  capabilities: readonly string[],
  spot: Spot | null,
): Created | null {
  const from = agentOfBox(fromBox);
  if (from === null || capabilities.length === 0) return null;
  const to: CapabilityQuery = { capabilities: [...capabilities] };
  const id = freshHandoff(state, from, slug(capabilities.join("-"), "capability"));
  const drafts: Draft[] = [put("handoff", { id, topology, from, to })];
  if (spot) drafts.push(placed(topology, "handoff", id, spot));
  return { drafts, kind: "handoff", id };
}

function freshHandoff(state: DocumentState, from: string, to: string): string {
  return freshId(`${from}-to-${to}`, (taken) => recordsOf(state, "handoff").has(taken));
}
