/** Making boxes: from a tool in hand, where a handoff was dropped, or by an answer to what the drawing asked. */
import { centreOf, type Point, type Size, subtract } from "../../canvas/geometry";
import { selectionOf } from "../../canvas/selection";
import { gridMove } from "../../canvas/snap";
import { agentOfBox, boxKey } from "../../document/boxes";
import { commit } from "../../document/commit";
import type { Draft } from "../../document/drafts";
import {
  CARD,
  type Created,
  createAgent,
  createEntry,
  createHandoff,
  createNote,
  createOutcome,
  createQuery,
  NOTE,
} from "../../document/edits";
import { createGroup } from "../../document/groups";
import { askCapabilities } from "../../document/handoffs";
import { useDocument } from "../../document/store";
import type { ContactChannel } from "../../platform";
import { type NewBox, type Question, session, type Tool } from "../../session/store";
import { currentCanvas } from "./current";
import { boxesAt, boxNow, openTopologyId, pointedAt, sceneNow, spotAt } from "./scene-now";

/** Opens the name field for a new box; the registry hears of it once it has a name. */
export function beginNew(tool: Tool, at: Point, from: string | null): void {
  session.set({ newBox: { tool, at, from }, tool: null, question: null });
}

export async function finishNew(box: NewBox, name: string): Promise<void> {
  const topology = openTopologyId();
  session.set({ newBox: null });
  const created = topology && name !== "" ? createdFrom(box, topology, name) : null;
  if (!topology || !created) return;
  const key = `${created.kind}:${created.id}`;
  const drafts: Draft[] = [...created.drafts];
  const handoff = box.from ? createHandoff(useDocument.getState(), topology, box.from, key) : null;
  if (handoff) drafts.push(handoff);
  if (await commit(drafts)) session.select(selectionOf([key]));
}

function createdFrom(box: NewBox, topology: string, name: string): Created | null {
  const state = useDocument.getState();
  const size = box.tool.make === "note" ? NOTE : CARD;
  const corner = cornerOf(box.at, box.from !== null, size);
  const spot = spotAt(corner, box.at);
  switch (box.tool.make) {
    case "agent":
      return createAgent(state, topology, name, box.tool.kind, spot);
    case "outcome":
      return createOutcome(state, topology, name, spot);
    case "note":
      return createNote(state, topology, name, spot);
    case "group":
      return createGroup(state, topology, name, boxesAt(session.get().selection.boxes));
    case "entry":
    case "query":
      return null;
  }
}

/** The upper left corner of a card around a point, or beside it where a handoff leads there; on the grid. */
function cornerOf(at: Point, leadsThere: boolean, size: Size = CARD): Point {
  const corner = subtract(at, { x: leadsThere ? 0 : size.width / 2, y: size.height / 2 });
  const toGrid = gridMove(corner, { x: 0, y: 0 });
  return { x: corner.x + toGrid.x, y: corner.y + toGrid.y };
}

/** A press on the drawing with a tool in hand, or a tool that was dragged there. */
export function applyTool(tool: Tool, at: Point, over: string | null): void {
  if (tool.make !== "entry" && tool.make !== "query") {
    beginNew(tool, at, null);
    return;
  }
  if (over === null || agentOfBox(over) === null) {
    session.notify({
      tone: "info",
      title:
        tool.make === "entry"
          ? "Click the agent that requests come in to."
          : "Click the agent that looks for somebody who can.",
      detail: "",
      hints: [],
    });
    return;
  }
  session.set({ tool: null });
  if (tool.make === "entry") askChannel(over, at);
  else session.set({ question: { ask: "tags", at, from: over, handoff: null, placed: false } });
}

export function askChannel(agentBox: string, at: Point): void {
  session.set({ question: { ask: "channel", at, agent: agentBox } });
}

export async function finishEntry(agentBox: string, channel: ContactChannel): Promise<void> {
  const topology = openTopologyId();
  const agent = agentOfBox(agentBox);
  session.set({ question: null });
  if (!topology || agent === null) return;
  const created = createEntry(useDocument.getState(), topology, agent, channel);
  if (await commit(created.drafts)) session.select(selectionOf([boxKey("entry", created.id)]));
}

type TagsQuestion = Extract<Question, { ask: "tags" }>;

/** Draws a handoff to whoever declares the tags, or turns one that exists into such a handoff. */
export async function finishTags(question: TagsQuestion, tags: readonly string[]): Promise<void> {
  const topology = openTopologyId();
  session.set({ question: null });
  if (!topology || tags.length === 0) return;
  const state = useDocument.getState();
  if (question.handoff !== null) {
    const draft = askCapabilities(state, question.handoff, tags);
    if (draft && (await commit([draft]))) session.select(selectionOf([], [question.handoff]));
    return;
  }
  const spot = question.placed ? spotAt(cornerOf(question.at, true), question.at) : null;
  const created = createQuery(state, topology, question.from, tags, spot);
  if (created && (await commit(created.drafts))) session.select(selectionOf([], [created.id]));
}

/** Asks which capabilities the receiver of a handoff must have, where it is drawn. */
export function askForTags(handoff: string): void {
  const edge = sceneNow()?.edges.get(handoff);
  if (!edge) return;
  const at = edge.labelAt;
  session.set({ question: { ask: "tags", at, from: edge.from, handoff, placed: false } });
}

/** Starts what an action makes: at the selected agent where one is needed, else where it was asked for or in the middle. */
export function beginTool(tool: Tool): void {
  const at = pointedAt() ?? currentCanvas()?.centre();
  if (!at) return;
  const [only, ...more] = session.get().selection.boxes;
  const box = only && more.length === 0 ? boxNow(only) : undefined;
  const needsAgent = tool.make === "entry" || tool.make === "query";
  if (!needsAgent) beginNew(tool, at, null);
  else if (box?.shape === "agent") applyTool(tool, centreOf(box.rect), box.id);
  else session.set({ tool });
}
