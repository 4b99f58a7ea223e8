/** Running simulations: one at a time, with progress, and an end when somebody has seen enough. */
import { basisOf } from "../../document/simulated";
import { recordOf, useDocument } from "../../document/store";
import { badOf } from "../../document/traffic";
import {
  asPlatformError,
  type EditCommand,
  type LoadComparison,
  type LoadRequest,
  platform,
  type SimulationAsked,
  type SimulationComparison,
  type SimulationImprovement,
} from "../../platform";
import type { Conditions, SimulationRun, SimulationSettings } from "../../session/simulation";
import { session } from "../../session/store";
import { isSimulating } from "../../session/traffic-layer";
import { share } from "./words";

/** What is asked of a topology with these settings, and with edits that nobody has made yet. */
export function askedOf(
  topology: string,
  settings: SimulationSettings,
  change: EditCommand[] = [],
): SimulationAsked {
  const { method, requests, seed } = settings;
  const sampled = method === "sampled";
  return {
    topology,
    method,
    requests: sampled ? requests : null,
    seed: sampled ? seed : null,
    precision: null,
    profile: null,
    scenario: null,
    ...conditionsFor(topology, settings.conditions),
    change,
  };
}

/** A scenario holds for its own topology alone; elsewhere things go wrong as usual. */
export function conditionsFor(topology: string, conditions: Conditions): Conditions {
  if ("profile" in conditions) return conditions;
  const scenario = recordOf(useDocument.getState(), "scenario", conditions.scenario);
  return scenario?.topology === topology ? conditions : { profile: "production" };
}

/** Simulates with the settings that are chosen; why that cannot be done is kept for the panel. Earlier states are not simulated. */
export async function simulate(topology: string): Promise<void> {
  if (session.get().past !== null) return;
  const asked = askedOf(topology, session.get().simulation);
  const basis = basisOf(useDocument.getState());
  session.set({ refused: null });
  try {
    const found = await underWay(asked.requests ?? 0, (run) => platform().simulate(asked, run));
    const state = session.get();
    const { simulated, layer } = state;
    const isFirst = simulated[topology] === undefined;
    session.set({
      simulated: { ...simulated, [topology]: { asked, found, basis } },
      // What was found shows on the drawing at first; whoever has chosen another layer since keeps it, or has put it away.
      layer: isFirst && isSimulating(state) ? "traffic" : layer,
    });
    session.announce(
      `Simulated: ${share(found.outcomes.resolved)} resolved, ${share(badOf(found.outcomes))} let down.`,
    );
  } catch (reason) {
    const error = asPlatformError(reason).detail;
    if (error.code === "cancelled") session.announce("Stopped; nothing was worked out.");
    else session.set({ refused: { topology, error } });
  }
}

export function compare(a: SimulationAsked, b: SimulationAsked): Promise<SimulationComparison> {
  const requests = (a.requests ?? 0) + (b.requests ?? 0);
  return underWay(requests, (run) => platform().compareSimulations(a, b, run));
}

export function compareUnderLoad(
  a: LoadRequest,
  b: LoadRequest,
  requests: number,
): Promise<LoadComparison> {
  return underWay(requests, (run) => platform().compareLoads(a, b, run));
}

export interface FoundImprovements {
  readonly improvements: readonly SimulationImprovement[];
  /** Somebody ended the search before everything was tried. */
  readonly stopped: boolean;
}

/** What could be built in, each tried in turn; ended early, what helped so far. */
export function improvementsOf(asked: SimulationAsked): Promise<FoundImprovements> {
  const look = async (run: string) => {
    const improvements = await platform().improvements(asked, run);
    return { improvements, stopped: session.get().run?.ends === true };
  };
  return underWay(0, look, "changes");
}

/** Ends the run early; what was walked or tried so far is its result. */
export function endRun(): void {
  const { run } = session.get();
  if (run === null || run.ends) return;
  session.set({ run: { ...run, ends: true } });
  void platform().cancelSimulation(run.id);
}

let last: Promise<unknown> = Promise.resolve();

/** One run after the other: what is asked for later ends what is under way. */
export function underWay<T>(
  requests: number,
  work: (run: string) => Promise<T>,
  steps: SimulationRun["steps"] = "requests",
): Promise<T> {
  endRun();
  const begin = async () => {
    const id = crypto.randomUUID();
    session.set({ run: { id, steps, walked: 0, requests, ends: false } });
    const stop = await platform().onSimulationProgress(({ run, walked, requests }) => {
      const now = session.get().run;
      if (now?.id === id && run === id) session.set({ run: { ...now, walked, requests } });
    });
    try {
      return await work(id);
    } finally {
      stop();
      session.set({ run: null });
    }
  };
  const next = last.then(begin, begin);
  last = next;
  return next;
}
