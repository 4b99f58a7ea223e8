/** Opening a topology, and showing something in it. */
import { isEmpty, type Selection } from "../../canvas/selection";
import { useDocument } from "../../document/store";
import { session } from "../../session/store";
import { currentCanvas } from "../canvas/current";

export function openTopology(topology: string): void {
  const registry = useDocument.getState().info?.registry;
  if (registry !== undefined) session.openTopology(registry, topology);
}

/** Selects and flies there; where another topology has to be opened first, once its drawing has come. */
export function showInTopology(topology: string, selection: Selection): void {
  if (session.get().topology !== topology) openTopology(topology);
  session.set({ startOpen: false });
  session.select(selection);
  if (isEmpty(selection)) return;
  const arrived = () => currentCanvas()?.boundsOf(selection) ?? null;
  if (arrived()) currentCanvas()?.flyToSelection(selection);
  else whenDrawn(topology, () => currentCanvas()?.flyToSelection(selection));
}

const PATIENCE_MS = 3000;

function whenDrawn(topology: string, then: () => void): void {
  const stop = useDocument.subscribe((state) => {
    if (!state.drawings.has(topology)) return;
    stop();
    setTimeout(then, 50);
  });
  setTimeout(stop, PATIENCE_MS);
}
