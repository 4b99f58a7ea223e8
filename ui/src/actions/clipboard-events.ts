/**
 * The clipboard's own events: what the Edit menu of a Mac sends, and the text of another window's copy, which the desktop
 * gives out with them alone.
 */
import { copySelection, cutSelection, paste } from "../features/canvas/clipboard";
import { action } from "./all";
import { editing } from "./when";

/** Where the desktop tells of no paste within this time, what was copied in this window is pasted. */
const PATIENCE_MS = 40;
/** A busy desktop tells of a paste as late as this; it is the one that was done without it. */
const LATE_MS = 1000;

let answered = Number.NEGATIVE_INFINITY;
let awaited: { readonly asCopies: boolean; readonly timer: ReturnType<typeof setTimeout> } | null =
  null;

/** Keys for a paste were pressed: the clipboard's event follows at once, where there is one. */
export function expectPaste(asCopies: boolean): void {
  const timer = setTimeout(() => {
    awaited = null;
    answered = performance.now();
    void paste(asCopies);
  }, PATIENCE_MS);
  awaited = { asCopies, timer };
}

export function listenToClipboard(
  target: Document,
  isEditing: (target: EventTarget | null) => boolean,
): () => void {
  const copy = (event: ClipboardEvent) => {
    const marked = target.getSelection()?.isCollapsed === false;
    if (isEditing(event.target) || marked || !action("copy").enabled()) return;
    event.preventDefault();
    void copySelection();
  };
  const cut = (event: ClipboardEvent) => {
    if (isEditing(event.target) || !action("cut").enabled()) return;
    event.preventDefault();
    void cutSelection();
  };
  const pasted = (event: ClipboardEvent) => {
    if (isEditing(event.target) || !editing()) return;
    event.preventDefault();
    const isLate = awaited === null && performance.now() - answered < LATE_MS;
    answered = Number.NEGATIVE_INFINITY;
    if (isLate) return;
    const asCopies = awaited?.asCopies ?? false;
    if (awaited) clearTimeout(awaited.timer);
    awaited = null;
    void paste(asCopies, event.clipboardData?.getData("text/plain").trim() || null);
  };
  target.addEventListener("copy", copy);
  target.addEventListener("cut", cut);
  target.addEventListener("paste", pasted);
  return () => {
    target.removeEventListener("copy", copy);
    target.removeEventListener("cut", cut);
    target.removeEventListener("paste", pasted);
  };
}
