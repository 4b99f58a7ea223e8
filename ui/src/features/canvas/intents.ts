/** What gestures on the drawing do to the registry and the session. */
import { type Point, subtract } from "../../canvas/geometry";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { agentOfBox, boxKey, recordOfBox } from "../../document/boxes";
import { commit, rehearseRemoval, remove } from "../../document/commit";
import { goesAlong } from "../../document/delete";
import { type Draft, put } from "../../document/drafts";
import {
  CARD,
  type Created,
  createAgent,
  createEntry,
  createGroup,
  createHandoff,
  createNote,
  createOutcome,
  duplicate,
  type MemberBox,
  membersOf,
  moveBoxes,
  unpinBoxes,
} from "../../document/edits";
import { recordOf, useDocument } from "../../document/store";
import type { RecordKey } from "../../platform";
import { type NewBox, session, type Tool } from "../../session/store";
import { currentCanvas } from "./current";

export function movable(ids: readonly string[]): readonly string[] {
  const { topology } = session.get();
  if (!topology) return ids;
  const state = useDocument.getState();
  const inside = ids.flatMap((id) =>
    id.startsWith("group:") ? membersOf(state, topology, id.slice("group:".length)) : [],
  );
  return [...new Set([...ids, ...inside])];
}

export async function move(ids: readonly string[], by: Point): Promise<boolean> {
  const { topology } = session.get();
  return topology ? commit(moveBoxes(useDocument.getState(), topology, membersAt(ids), by)) : false;
}

export async function connect(fromBox: string, toBox: string): Promise<boolean> {
  const { topology } = session.get();
  const draft = topology ? createHandoff(useDocument.getState(), topology, fromBox, toBox) : null;
  if (!draft || !(await commit([draft]))) return false;
  session.select(selectionOf([], [draft.id]));
  return true;
}

/** Opens the name field for a new box; the registry hears of it once it has a name. */
export function beginNew(tool: Tool, at: Point, from: string | null): void {
  session.set({ newBox: { tool, at, from }, tool: null });
}

export async function finishNew(box: NewBox, name: string): Promise<void> {
  const { topology } = session.get();
  session.set({ newBox: null });
  if (!topology || name === "") return;
  const created = createdFrom(box, topology, name);
  const drafts: Draft[] = [...created.drafts];
  if (box.from) {
    const handoff = createHandoff(
      useDocument.getState(),
      topology,
      box.from,
      `${created.kind}:${created.id}`,
    );
    if (handoff) drafts.push(handoff);
  }
  if (await commit(drafts)) session.select(selectionOf([`${created.kind}:${created.id}`]));
}

function createdFrom(box: NewBox, topology: string, name: string): Created {
  const state = useDocument.getState();
  const at = subtract(box.at, { x: box.from ? 0 : CARD.width / 2, y: CARD.height / 2 });
  switch (box.tool.make) {
    case "agent":
      return createAgent(state, topology, name, box.tool.kind, at);
    case "outcome":
      return createOutcome(state, topology, name, at);
    case "note":
      return createNote(state, topology, name, at);
    case "group":
      return createGroup(state, topology, name, membersAt(session.get().selection.boxes));
    case "entry":
      return createAgent(state, topology, name, "ai", at);
  }
}

/** A press on the drawing with a tool in hand. */
export async function applyTool(tool: Tool, at: Point, over: string | null): Promise<void> {
  if (tool.make !== "entry") {
    beginNew(tool, at, null);
    return;
  }
  const agent = over ? agentOfBox(over) : null;
  const { topology } = session.get();
  if (!agent || !topology) {
    session.notify({
      tone: "info",
      title: "Click the agent that requests come in to.",
      detail: "",
      hints: [],
    });
    return;
  }
  session.set({ tool: null });
  const created = createEntry(useDocument.getState(), topology, agent, "chat");
  if (await commit(created.drafts)) session.select(selectionOf([boxKey("entry", created.id)]));
}

export async function rename(key: string, name: string): Promise<void> {
  const { kind, id } = recordOfBox(key);
  const state = useDocument.getState();
  session.set({ renaming: null });
  if (name === "" || kind === "handoff" || kind === "entry") return;
  const text = kind === "note" ? recordOf(state, "note", id) : undefined;
  if (text) await commit([put("note", { ...text, text: name })]);
  const named = kind === "note" ? undefined : recordOf(state, kind, id);
  if (named && named.name !== name)
    await commit([{ op: "put", kind, id, record: { ...named, name } }]);
}

/** Deletes at once what nothing else hangs on; otherwise shows what goes along and asks. */
export async function deleteSelection(): Promise<void> {
  const { selection } = session.get();
  const keys: RecordKey[] = [
    ...selection.boxes.map(recordOfBox),
    ...selection.edges.map((id): RecordKey => ({ kind: "handoff", id })),
  ];
  if (keys.length === 0) return;
  const rehearsed = await rehearseRemoval(keys);
  if (!rehearsed) return;
  const along = goesAlong(rehearsed.diff, keys);
  if (along.length > 0) session.show({ show: "delete", keys, along });
  else if (await remove(keys)) session.select(NOTHING);
}

export async function duplicateSelection(): Promise<void> {
  const { topology, selection } = session.get();
  if (!topology) return;
  const { drafts, ids } = duplicate(useDocument.getState(), topology, membersAt(selection.boxes));
  if (drafts.length > 0 && (await commit(drafts)))
    session.select(selectionOf(ids.map((id) => boxKey("agent", id))));
}

export async function unpinSelection(): Promise<void> {
  const { topology, selection } = session.get();
  if (topology) await commit(unpinBoxes(useDocument.getState(), topology, selection.boxes));
}

/** Boxes with the rectangles that the drawing shows them at. */
function membersAt(ids: readonly string[]): MemberBox[] {
  const boxes = currentCanvas()?.scene.boxes;
  return ids.flatMap((key) => {
    const rect = boxes?.get(key)?.rect;
    return rect ? [{ key, rect }] : [];
  });
}
