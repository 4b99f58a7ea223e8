/** A point of the drawing in pixels of the window, for what stands over everything. */
import type { Point } from "../../canvas/geometry";

export function clientPoint(at: Point): Point {
  const area = document.querySelector("[data-testid=canvas]")?.getBoundingClientRect();
  return { x: at.x + (area?.left ?? 0), y: at.y + (area?.top ?? 0) };
}
