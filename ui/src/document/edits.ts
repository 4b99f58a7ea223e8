/** What each gesture means as edits: one function, one group. Ids are chosen here, sense is judged by the registry. */
import { type Point, type Rect, translate } from "../canvas/geometry";
import type {
  Agent,
  AgentKind,
  BoxKind,
  ContactChannel,
  Handoff,
  Placement,
  Target,
} from "../platform";
import { agentOfBox, type BoxRecordKind, placementId, recordOfBox } from "./boxes";
import { type Draft, put, withFields } from "./drafts";
import { freshId, slug } from "./records";
import { type DocumentState, recordOf, recordsOf } from "./store";

/** What a new agent's card measures before the layout has a say. */
export const CARD = { width: 208, height: 84 };

export interface Created {
  readonly drafts: readonly Draft[];
  readonly kind: BoxRecordKind;
  readonly id: string;
}

/** A new agent with its top left corner at `at`. */
export function createAgent(
  state: DocumentState,
  topology: string,
  name: string,
  kind: AgentKind,
  at: Point,
): Created {
  const id = freshId(slug(name, "agent"), (taken) => recordsOf(state, "agent").has(taken));
  const agent: Agent = withFields<Agent>({ id, name }, { kind: kind === "ai" ? undefined : kind });
  return { drafts: [put("agent", agent), place(topology, "agent", id, at)], kind: "agent", id };
}

export function createOutcome(
  state: DocumentState,
  topology: string,
  name: string,
  at: Point,
): Created {
  const id = freshId(slug(name, "outcome"), (taken) => recordsOf(state, "outcome").has(taken));
  return {
    drafts: [
      put("outcome", { id, topology, name, good: true }),
      place(topology, "outcome", id, at),
    ],
    kind: "outcome",
    id,
  };
}

export function createNote(
  state: DocumentState,
  topology: string,
  text: string,
  at: Point,
): Created {
  const id = freshId(slug(text.slice(0, 24), "note"), (taken) =>
    recordsOf(state, "note").has(taken),
  );
  const size = { width: 200, height: 96 };
  return {
    drafts: [put("note", { id, topology, text }), place(topology, "note", id, at, size)],
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

/** A group around the boxes given, which keep their places. */
export function createGroup(
  state: DocumentState,
  topology: string,
  name: string,
  members: readonly MemberBox[],
): Created {
  const id = freshId(slug(name, "group"), (taken) => recordsOf(state, "group").has(taken));
  const joined = members.map(({ key, rect }) => {
    const { kind, id: subject } = recordOfBox(key);
    const known = placementOf(state, topology, kind, subject);
    return put("placement", {
      ...(known ?? newPlacement(topology, kind, subject, rect)),
      group: id,
    });
  });
  return { drafts: [put("group", { id, topology, name }), ...joined], kind: "group", id };
}

export interface MemberBox {
  readonly key: string;
  readonly rect: Rect;
}

/** A handoff from an agent's box to an agent's or outcome's box; null where nothing can be handed over. */
export function createHandoff(
  state: DocumentState,
  topology: string,
  fromBox: string,
  toBox: string,
): Draft | null {
  const from = agentOfBox(fromBox);
  const target = recordOfBox(toBox);
  if (from === null || (target.kind !== "agent" && target.kind !== "outcome")) return null;
  const to: Target = target.kind === "agent" ? target.id : { outcome: target.id };
  const id = freshId(`${from}-to-${target.id}`, (taken) => recordsOf(state, "handoff").has(taken));
  const handoff: Handoff = { id, topology, from, to };
  return put("handoff", handoff);
}

/** Boxes come to rest by hand: pinned, so that the automatic layout leaves them alone. */
export function moveBoxes(
  state: DocumentState,
  topology: string,
  boxes: readonly MemberBox[],
  by: Point,
): Draft[] {
  return boxes.map(({ key, rect }) => {
    const { kind, id } = recordOfBox(key);
    const known = placementOf(state, topology, kind, id);
    const at = translate(rect, by);
    return put("placement", {
      ...(known ?? newPlacement(topology, kind, id, at)),
      x: at.x,
      y: at.y,
      pinned: true,
    });
  });
}

/** Gives boxes back to the automatic layout. */
export function unpinBoxes(
  state: DocumentState,
  topology: string,
  keys: readonly string[],
): Draft[] {
  return keys.flatMap((key) => {
    const { kind, id } = recordOfBox(key);
    const known = placementOf(state, topology, kind, id);
    return known?.pinned ? [put("placement", withFields(known, { pinned: undefined }))] : [];
  });
}

/** Copies of agents beside the originals, with the handoffs that run between them. */
export function duplicate(
  state: DocumentState,
  topology: string,
  boxes: readonly MemberBox[],
): { drafts: Draft[]; ids: string[] } {
  const copies = new Map<string, string>();
  const drafts: Draft[] = [];
  const taken = new Set<string>(recordsOf(state, "agent").keys());
  for (const { key, rect } of boxes) {
    const original = recordOf(state, "agent", agentOfBox(key));
    if (!original) continue;
    const name = `${original.name} copy`;
    const id = freshId(slug(name, "agent"), (candidate) => taken.has(candidate));
    taken.add(id);
    copies.set(original.id, id);
    drafts.push(
      put("agent", { ...original, id, name }),
      place(topology, "agent", id, { x: rect.x + 32, y: rect.y + 32 }),
    );
  }
  for (const { record: handoff } of recordsOf(state, "handoff").values()) {
    const from = copies.get(handoff.from);
    const to = typeof handoff.to === "string" ? copies.get(handoff.to) : undefined;
    if (handoff.topology !== topology || !from || !to) continue;
    const id = freshId(`${from}-to-${to}`, (candidate) =>
      recordsOf(state, "handoff").has(candidate),
    );
    drafts.push(put("handoff", { ...handoff, id, from, to }));
  }
  return { drafts, ids: [...copies.values()] };
}

export function placementOf(
  state: DocumentState,
  topology: string,
  kind: BoxRecordKind,
  id: string,
): Placement | undefined {
  return recordOf(state, "placement", placementId(topology, kind, id));
}

/** The boxes that a group holds, directly or through inner groups. */
export function membersOf(state: DocumentState, topology: string, group: string): string[] {
  const members: string[] = [];
  for (const { record: placement } of recordsOf(state, "placement").values()) {
    if (placement.topology !== topology || placement.group !== group) continue;
    members.push(boxOf(placement));
  }
  for (const { record: inner } of recordsOf(state, "group").values()) {
    if (inner.parent === group)
      members.push(`group:${inner.id}`, ...membersOf(state, topology, inner.id));
  }
  return members;
}

function boxOf(placement: Placement): string {
  const kind: BoxKind =
    placement.subject.kind === "handoff" ? "query" : (placement.subject.kind as BoxKind);
  return `${kind}:${placement.subject.id}`;
}

function place(
  topology: string,
  kind: BoxRecordKind,
  id: string,
  at: Point,
  size?: { width: number; height: number },
): Draft {
  return put("placement", { ...newPlacement(topology, kind, id, at), ...size, pinned: true });
}

function newPlacement(topology: string, kind: BoxRecordKind, id: string, at: Point): Placement {
  return { id: placementId(topology, kind, id), topology, subject: { kind, id }, x: at.x, y: at.y };
}
