/**
 * Simulated traffic colours the drawing while its simulation is looked at; then the layer before it comes back. Chosen without the
 * panel, it stays until there is nothing left to colour by.
 */
import type { Dock } from "./dock";
import type { SessionState } from "./store";

const OF_SIMULATION: ReadonlySet<Dock["show"]> = new Set([
  "simulation",
  "improvement",
  "comparison",
  "scenario",
]);

/** Whether a panel about simulations is open. */
export function isSimulating({ dock }: Pick<SessionState, "dock">): boolean {
  return OF_SIMULATION.has(dock.show);
}

type Change = Partial<Pick<SessionState, "layer" | "layerBefore" | "trafficWaits">>;

/** What follows for the layer from a change of the session; null where nothing does. */
export function layerAfter(state: SessionState, before: SessionState): Change | null {
  if (state.layer !== before.layer) return ofChoice(state, before);
  if (state.layer === "traffic") {
    const isClosed = isSimulating(before) && !isSimulating(state);
    // What there was to colour by is of another drawing, or of another registry.
    const isLost = isSimulated(before) && !isSimulated(state);
    if (!isClosed && !isLost) return null;
    return { layer: state.layerBefore, trafficWaits: isSimulated(state) };
  }
  const isOpened = isSimulating(state) && !isSimulating(before);
  if (!state.trafficWaits || !isOpened || !isSimulated(state)) return null;
  return { layer: "traffic", layerBefore: state.layer, trafficWaits: false };
}

function ofChoice(state: SessionState, before: SessionState): Change | null {
  // Said with the change itself, as when traffic is put away above.
  if (state.trafficWaits !== before.trafficWaits) return null;
  const layerBefore = state.layer === "traffic" ? before.layer : state.layerBefore;
  if (layerBefore === state.layerBefore && !state.trafficWaits) return null;
  return { layerBefore, trafficWaits: false };
}

function isSimulated({ topology, simulated }: SessionState): boolean {
  return topology !== null && simulated[topology] !== undefined;
}
