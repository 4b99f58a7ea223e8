/** From a result to the drawing, and to the panels about it. */
import { selectionOf } from "../../canvas/selection";
import { recordOf, useDocument } from "../../document/store";
import {
  asPlatformError,
  platform,
  type RecordKey,
  type Sensitivity,
  type SimulationImprovement,
} from "../../platform";
import type { Conditions } from "../../session/simulation";
import { session } from "../../session/store";
import { showDrawing } from "../registry/places";
import { showInTopology } from "../shell/topology";
import { putUnderLoad } from "./load";
import { simulate } from "./run";

/** Opens the panel; what was never simulated is simulated at once. */
export function showSimulation(topology: string): void {
  showDrawing();
  session.set({ refused: null });
  session.show({ show: "simulation", topology });
}

/** Runs again with what is chosen, beside what it finds. */
export function runSimulation(topology: string): void {
  showSimulation(topology);
  void simulate(topology);
}

/** Opens the part of the panel in which requests wait for agents and people. */
export function showLoad(topology: string): void {
  showDrawing();
  session.set({ refused: null });
  session.show({ show: "simulation", topology, load: true });
}

/** Puts it under load with what is chosen, beside what that finds. */
export function runLoad(topology: string): void {
  showLoad(topology);
  void putUnderLoad(topology);
}

/** Whether something stands on the drawing. */
export function isDrawn({ kind }: RecordKey): boolean {
  return kind === "agent" || kind === "handoff";
}

/** Selects and flies there, while the panel stays. */
export function goTo({ kind, id }: RecordKey, topology: string): void {
  const selection = kind === "handoff" ? selectionOf([], [id]) : selectionOf([`${kind}:${id}`]);
  showInTopology(topology, selection);
}

/** What an improvement would change, before anybody agrees to it. */
export function showImprovement(topology: string, improvement: SimulationImprovement): void {
  session.show({ show: "improvement", topology, improvement });
}

/** The same for one parameter that a result calls decisive. */
export async function tryParameter(
  topology: string,
  { subject, parameter, improved }: Sensitivity,
): Promise<void> {
  if (improved === null) return;
  try {
    const found = await platform().improvement(topology, subject, parameter, improved);
    showImprovement(topology, found);
  } catch (reason) {
    const { message, detail } = asPlatformError(reason);
    session.notify({
      tone: "error",
      title: message,
      detail: "Nothing was changed.",
      hints: detail.hints,
    });
  }
}

/** Beside another design, or other faults; under load, both get the load that is chosen. */
export function showComparison(
  topology: string,
  other = topology,
  conditions: Conditions | null = null,
  load = false,
): void {
  showDrawing();
  session.show({ show: "comparison", topology, other, conditions, ...(load && { load }) });
}

/** The open topology, where one is shown as it is now. */
export function simulatable(): string | null {
  const { topology, past } = session.get();
  if (past !== null || topology === null) return null;
  return recordOf(useDocument.getState(), "topology", topology) ? topology : null;
}
