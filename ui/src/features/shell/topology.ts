/** Opening a topology, and showing something in it. */
import { isEmpty, type Selection } from "../../canvas/selection";
import { useDocument } from "../../document/store";
import { session } from "../../session/store";
import { currentCanvas } from "../canvas/current";

export function openTopology(topology: string): void {
  const registry = useDocument.getState().info?.registry;
  if (registry === undefined) return;
  session.set({ view: "drawing" });
  session.openTopology(registry, topology);
}

/** Selects and flies there, once the canvas and the drawing are there. */
export function showInTopology(
  topology: string,
  selection: Selection,
  inSight: Selection = selection,
): void {
  if (session.get().topology !== topology) openTopology(topology);
  session.set({ startOpen: false, view: "drawing" });
  session.select(selection);
  if (!isEmpty(inSight)) flyWhenDrawn(selection, inSight, performance.now() + PATIENCE_MS);
}

const PATIENCE_MS = 3000;

function flyWhenDrawn(selection: Selection, inSight: Selection, until: number): void {
  const canvas = currentCanvas();
  if (canvas?.boundsOf(inSight)) canvas.flyToSelection(inSight);
  // Whoever has selected something else meanwhile is left where they are.
  else if (performance.now() < until && session.get().selection === selection)
    requestAnimationFrame(() => flyWhenDrawn(selection, inSight, until));
}
