/** The drawing that is on screen, for actions that need it: what is seen of it, and what is done to it by hand. */
import type { DrawingView } from "../../canvas/view/view";
import type { CanvasController } from "./controller";

let current: CanvasController | null = null;

export function currentCanvas(): DrawingView | null {
  return current?.view ?? null;
}

export function currentController(): CanvasController | null {
  return current;
}

export function setCurrentController(controller: CanvasController | null): void {
  current = controller;
}
