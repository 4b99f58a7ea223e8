/** Running simulations: one at a time, with progress, and an end when somebody has seen enough. */
import { basisOf } from "../../document/simulated";
import { recordOf, useDocument } from "../../document/store";
import { badOf } from "../../document/traffic";
import {
  asPlatformError,
  type EditCommand,
  platform,
  type SimulationAsked,
  type SimulationComparison,
} from "../../platform";
import type { Conditions, SimulationSettings } from "../../session/simulation";
import { session } from "../../session/store";
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
    const found = await underWay([asked], (run) => platform().simulate(asked, run));
    const { simulated, layer } = session.get();
    session.set({
      simulated: { ...simulated, [topology]: { asked, found, basis } },
      // What was found shows on the drawing at first; whoever has chosen another layer since keeps it.
      layer: simulated[topology] === undefined ? "traffic" : layer,
    });
    session.announce(
      `Simulated: ${share(found.outcomes.resolved)} resolved, ${share(badOf(found.outcomes))} let down.`,
    );
  } catch (reason) {
    session.set({ refused: { topology, error: asPlatformError(reason).detail } });
  }
}

export function compare(a: SimulationAsked, b: SimulationAsked): Promise<SimulationComparison> {
  return underWay([a, b], (run) => platform().compareSimulations(a, b, run));
}

/** Ends the run early; what was walked so far is its result. */
export function endRun(): void {
  const { run } = session.get();
  if (run === null || run.ends) return;
  session.set({ run: { ...run, ends: true } });
  void platform().cancelSimulation(run.id);
}

let last: Promise<unknown> = Promise.resolve();

/** One run after the other: what is asked for later ends what is under way. */
function underWay<T>(
  asked: readonly SimulationAsked[],
  work: (run: string) => Promise<T>,
): Promise<T> {
  endRun();
  const begin = async () => {
    const id = crypto.randomUUID();
    const requests = asked.reduce((sum, each) => sum + (each.requests ?? 0), 0);
    session.set({ run: { id, walked: 0, requests, ends: false } });
    const stop = await platform().onSimulationProgress(({ run, walked }) => {
      const now = session.get().run;
      if (now?.id === id && run === id) session.set({ run: { ...now, walked } });
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
