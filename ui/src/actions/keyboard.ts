/** Keys of the whole window. Fields keep theirs, save for the few that every field gives up. */
import { isEmpty, NOTHING } from "../canvas/selection";
import { currentCanvas } from "../features/canvas/current";
import { movable, move } from "../features/canvas/intents";
import { holdSpace } from "../features/canvas/surface";
import { session } from "../session/store";
import { matches } from "./action";
import { ACTIONS } from "./all";

const NUDGE = 8;
const NUDGE_FAR = 48;

const STEPS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Shortcuts that work while a field has the focus. */
const IN_FIELDS = new Set(["palette", "outline", "findings", "inspector", "export", "history"]);

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
  return () => {
    target.removeEventListener("keydown", down);
    target.removeEventListener("keyup", up);
    target.removeEventListener("blur", blur);
  };
}

function handled(event: KeyboardEvent, editing: boolean): boolean {
  if (session.get().palette && event.key !== "k") return false;
  if (!editing && event.key === "Escape") return giveUp();
  if (!editing && nudge(event)) return true;
  const found = ACTIONS.find((action) =>
    [action.shortcut, ...(action.alsoKeys ?? [])].some((keys) => keys && matches(keys, event)),
  );
  if (!found || (editing && !IN_FIELDS.has(found.id)) || !found.enabled()) return false;
  found.perform();
  return true;
}

/** Gives up, from the innermost outwards: gesture, tool, panel, selection. */
function giveUp(): boolean {
  const { tool, dock, selection } = session.get();
  const canvas = currentCanvas();
  if (canvas && canvas.gesture.name !== "idle") canvas.cancel();
  else if (tool) session.set({ tool: null });
  else if (dock.show !== "inspector") session.closeDock();
  else if (!isEmpty(selection)) session.select(NOTHING);
  else return false;
  return true;
}

function nudge(event: KeyboardEvent): boolean {
  const direction = STEPS[event.key];
  const { selection } = session.get();
  if (
    !direction ||
    event.ctrlKey ||
    event.metaKey ||
    selection.boxes.length === 0 ||
    inList(event.target)
  )
    return false;
  const by = event.shiftKey ? NUDGE_FAR : NUDGE;
  void move(movable(selection.boxes), { x: direction.x * by, y: direction.y * by });
  return true;
}

function isEditing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")
  );
}

function isButton(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("button, [role=switch], [role=separator], summary, a")
  );
}

/** Lists move their own cursor with the arrows. */
function inList(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("[role=tree], [role=listbox], [role=separator], [role=dialog]") !== null
  );
}
