/** Keys of the whole window. Fields keep theirs, save for the few that every field gives up. */
import { isArea } from "../canvas/hit";
import { stepFrom } from "../canvas/order";
import { isEmpty, NOTHING, selectionOf } from "../canvas/selection";
import { lockNow } from "../document/lock";
import { currentCanvas, currentController } from "../features/canvas/current";
import { holdSpace } from "../features/canvas/held-keys";
import { movable } from "../features/canvas/intents";
import { backToNow } from "../features/history/past";
import { session } from "../session/store";
import { actionFor } from "./all";
import { goBeyond } from "./areas";
import { expectPaste, listenToClipboard } from "./clipboard-events";
import { editing as canEdit } from "./when";

/** How far an arrow key moves the selection, in world units: a step of the grid, several of them, the smallest step. */
const NUDGE = { plain: 8, shift: 48, alt: 1 };

const STEPS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export function listenToKeys(target: Window): () => void {
  const down = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const editing = isEditing(event.target);
    if (event.key === " " && !editing && !isButton(event.target)) {
      holdSpace(true);
      event.preventDefault();
      return;
    }
    if (handled(event, editing)) event.preventDefault();
  };
  const up = (event: KeyboardEvent) => {
    if (event.key === " ") holdSpace(false);
  };
  const blur = () => holdSpace(false);
  target.addEventListener("keydown", down);
  target.addEventListener("keyup", up);
  target.addEventListener("blur", blur);
  const unlisten = listenToClipboard(target.document, isEditing);
  return () => {
    target.removeEventListener("keydown", down);
    target.removeEventListener("keyup", up);
    target.removeEventListener("blur", blur);
    unlisten();
  };
}

function handled(event: KeyboardEvent, editing: boolean): boolean {
  const found = actionFor(event);
  const { palette, help, connecting } = session.get();
  if (connecting) return false;
  if (palette && found?.id !== "palette") return false;
  if (help && found?.id !== "shortcuts") return false;
  if (!editing && event.key === "Escape") return giveUp();
  if (!editing && (nudge(event) || walk(event))) return true;
  if (!found || (editing && !found.inFields)) return false;
  if (isSelecting(event) && found.id === "copy") return false;
  // Enter is the answer of every button and list; it renames only what is drawn.
  if (event.key === "Enter" && !onDrawing(event.target)) return false;
  if (found.id === "paste" || found.id === "paste-copies") {
    if (canEdit()) expectPaste(found.id === "paste-copies");
    // The clipboard's own event follows only where the key is left to the desktop.
    return false;
  }
  if (!found.enabled()) return false;
  found.perform();
  return true;
}

/** Gives up, from the innermost outwards: gesture, tool, question, panel, selection, a finding's way, focus, an earlier state. */
function giveUp(): boolean {
  const { tool, dock, selection, question, focus, path, past } = session.get();
  const hand = currentController();
  if (hand && hand.gesture.name !== "idle") hand.cancel();
  else if (tool) session.set({ tool: null });
  else if (question) session.set({ question: null });
  else if (dock.show !== "inspector") session.closeDock();
  else if (!isEmpty(selection)) session.select(NOTHING);
  else if (path.length > 0) session.set({ path: [] });
  else if (focus) session.set({ focus: null });
  else if (past !== null) void backToNow();
  else return false;
  return true;
}

function nudge(event: KeyboardEvent): boolean {
  const direction = STEPS[event.key];
  const { selection } = session.get();
  const hand = currentController();
  if (!direction || !hand || event.ctrlKey || event.metaKey || lockNow() !== null) return false;
  if (selection.boxes.length === 0 || inList(event.target)) return false;
  const by = event.shiftKey ? NUDGE.shift : event.altKey ? NUDGE.alt : NUDGE.plain;
  hand.nudge(movable(selection.boxes), { x: direction.x * by, y: direction.y * by });
  return true;
}

/** Tab goes from box to box in reading order; beyond the last one the focus goes on to the tools. */
function walk(event: KeyboardEvent): boolean {
  const view = currentCanvas();
  if (event.key !== "Tab" || !view || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (!onDrawing(event.target)) return false;
  const { boxes } = session.get().selection;
  const step = event.shiftKey ? -1 : 1;
  // Open groups are areas behind the others, without an element for the focus; the outline has them.
  const stops = [...view.scene.boxes.values()].filter((box) => !isArea(box));
  const next = stepFrom(stops, boxes[boxes.length - 1] ?? null, step);
  if (next === null) {
    session.select(NOTHING);
    // The elements over the boxes stand in another order than the boxes are walked in.
    const near = document.querySelector("[data-testid=canvas] .near");
    return near?.contains(document.activeElement) === true && goBeyond(near, step);
  }
  const chosen = selectionOf([next]);
  session.select(chosen);
  view.flyToSelection(chosen);
  giveFocus(next, MOST_FRAMES);
  return true;
}

/** A flight is over long before. */
const MOST_FRAMES = 60;

/** So that assistive technology says what was walked to, as soon as it is near enough to have an element of its own. */
function giveFocus(box: string, frames: number): void {
  const { boxes } = session.get().selection;
  if (frames === 0 || boxes.length !== 1 || boxes[0] !== box) return;
  if (!onDrawing(document.activeElement)) return;
  const drawn = [...document.querySelectorAll<HTMLElement>("[data-box]")];
  const element = drawn.find((each) => each.dataset.box === box);
  if (element) element.focus({ preventScroll: true });
  else requestAnimationFrame(() => giveFocus(box, frames - 1));
}

/** `data-editing` marks what has its own editor inside a shadow root, from which events come as from the element itself. */
function isEditing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input, textarea, select, [contenteditable], [data-editing]")
  );
}

/** What a space bar presses. The elements over the boxes are the drawing, where it pans. */
function isButton(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.dataset.box === undefined &&
    target.matches("button, [role=switch], [role=separator], summary, a")
  );
}

/** Text that was marked in a panel is what is copied then. */
function isSelecting(event: KeyboardEvent): boolean {
  return event.key.toLowerCase() === "c" && window.getSelection()?.isCollapsed === false;
}

function onDrawing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target === document.body ||
    (target.closest("[data-testid=canvas]") !== null && !target.closest("[data-control]"))
  );
}

/** Lists move their own cursor with the arrows. */
function inList(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest(
      "[role=tree], [role=listbox], [role=separator], [role=dialog], [role=grid], [role=menu], [role=radiogroup], [role=tablist]",
    ) !== null
  );
}
