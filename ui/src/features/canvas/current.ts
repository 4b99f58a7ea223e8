/** The canvas that is on screen, for actions that need it (fit, fly, place in the middle). */
import type { CanvasController } from "./controller";

let current: CanvasController | null = null;

export function currentCanvas(): CanvasController | null {
  return current;
}

export function setCurrentCanvas(controller: CanvasController | null): void {
  current = controller;
}
