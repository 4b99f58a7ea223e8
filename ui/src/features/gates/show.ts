/** From a proposal or a gate to its place on the drawing, and to its designer. */
import { selectionOf } from "../../canvas/selection";
import { recordOf, useDocument } from "../../document/store";
import { wayOf } from "../../document/way";
import { session } from "../../session/store";
import { showDrawing } from "../registry/places";
import { showInTopology } from "../shell/topology";

export function designGate(handoff: string): void {
  session.show({ show: "gate", handoff, typed: {}, sample: 0 });
}

/** Draws a way, as handoffs in order, while a panel about gates or patterns is open. */
export function showWay(handoffs: readonly string[]): void {
  session.set({ path: wayOf(handoffs) });
}

export function hideWay(): void {
  if (session.get().path.length > 0) session.set({ path: [] });
}

/** Flies to a handoff and draws the way that is about it. */
export function goToHandoff(handoff: string, way: readonly string[]): void {
  const topology = recordOf(useDocument.getState(), "handoff", handoff)?.topology;
  if (topology === undefined) return;
  showDrawing();
  showInTopology(topology, selectionOf([], [handoff]));
  showWay(way.length > 0 ? way : [handoff]);
}
