/** When actions can be done: what they need of the drawing, the selection and the registry. */
import { isEmpty } from "../canvas/selection";
import { lockNow, UNLOCKED_BY } from "../document/lock";
import { currentCanvas } from "../features/canvas/current";
import { session } from "../session/store";
import type { Action } from "./action";

export const always = (): boolean => true;

/** A drawing is on screen. */
export function drawing(): boolean {
  return currentCanvas() !== null;
}

/** A drawing is on screen and can be changed. */
export function editing(): boolean {
  return drawing() && lockNow() === null;
}

export function selecting(): boolean {
  return drawing() && !isEmpty(session.get().selection);
}

export function selectedBoxes(): readonly string[] {
  return drawing() ? session.get().selection.boxes : [];
}

export function selectedEdges(): readonly string[] {
  return drawing() ? session.get().selection.edges : [];
}

export function editingBoxes(): boolean {
  return editing() && selectedBoxes().length > 0;
}

export function editingEdges(): boolean {
  return editing() && selectedEdges().length > 0;
}

/** The only thing selected is one agent. */
export function editingOneAgent(): boolean {
  const [box, ...more] = selectedBoxes();
  return editing() && more.length === 0 && box?.startsWith("agent:") === true;
}

/** Actions of the selection that only read it. */
const READING = /^(copy|copy-link|select-.*|context-menu)$/;

/** What has to be so before an action that is not enabled can be done, for people; empty where its name says it. */
export function missing({ id, group, needs = "" }: Action): string {
  const changes =
    ["Add", "Handoff", "Arrange", "Contract"].includes(group) ||
    (group === "Edit" && !READING.test(id));
  const lock = lockNow();
  if (changes && lock !== null) return UNLOCKED_BY[lock];
  const anywhere = id === "undo" || id === "redo" || group === "Contract";
  const onDrawing = changes || group === "Edit" || group === "View";
  return onDrawing && !anywhere && !drawing() ? "Show a drawing first" : needs;
}
