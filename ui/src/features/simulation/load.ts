/** Putting topologies under load: how much is asked for, and the run itself. */
import { loadBasisOf } from "../../document/simulated";
import { recordOf, useDocument } from "../../document/store";
import { asPlatformError, type LoadRequest, platform } from "../../platform";
import type {
  Conditions,
  LoadSettings,
  RateUnit,
  SimulationSettings,
  TimeUnit,
} from "../../session/simulation";
import { session } from "../../session/store";
import { conditionsFor, underWay } from "./run";
import { share } from "./words";

/** Independent repetitions, from which the intervals are made. */
export const REPLICATIONS = 20;

const SECONDS: Readonly<Record<RateUnit | TimeUnit, number>> = {
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
};

/** What is asked of a topology with these settings. */
export function loadOf(topology: string, settings: SimulationSettings): LoadRequest {
  const { rate, per, time, unit } = settings.load;
  return {
    topology,
    profile: null,
    scenario: null,
    ...conditionsFor(topology, settings.conditions),
    rate_per_second: rate === null ? null : rate / SECONDS[per],
    requests: null,
    seconds: time * SECONDS[unit],
    warm_up_seconds: null,
    replications: REPLICATIONS,
    seed: settings.seed,
    from: null,
    service: "log_normal",
  };
}

/** The rate that a scenario brings along, in requests a second. */
export function rateOf(conditions: Conditions): number | null {
  if (!("scenario" in conditions)) return null;
  const scenario = recordOf(useDocument.getState(), "scenario", conditions.scenario);
  return scenario?.rate_per_second ?? null;
}

/** About how many requests that is. */
export function expected({ rate_per_second, seconds }: LoadRequest, own: number | null): number {
  return Math.round((rate_per_second ?? own ?? 0) * (seconds ?? 0) * REPLICATIONS);
}

export function rateWords({ rate, per }: LoadSettings, own: number | null): string {
  if (rate !== null) return `${rate.toLocaleString("en")} requests ${PER[per]}`;
  return own === null ? "no rate" : `${own.toLocaleString("en")} requests a second`;
}

const PER: Readonly<Record<RateUnit, string>> = { s: "a second", min: "a minute", h: "an hour" };

/** Runs with the settings that are chosen; why that cannot be done is kept for the panel. Earlier states are not put under load. */
export async function putUnderLoad(topology: string): Promise<void> {
  if (session.get().past !== null) return;
  const settings = session.get().simulation;
  const asked = loadOf(topology, settings);
  const basis = loadBasisOf(useDocument.getState());
  const own = rateOf(conditionsFor(topology, settings.conditions));
  session.set({ refused: null });
  try {
    const found = await underWay(expected(asked, own), (run) =>
      platform().simulateLoad(asked, run),
    );
    const { loaded } = session.get();
    session.set({ loaded: { ...loaded, [topology]: { asked, found, basis } } });
    session.announce(
      `Put under load: ${share(found.outcomes.resolved)} resolved, ${share(found.outcomes.dropped)} dropped.`,
    );
  } catch (reason) {
    session.set({ refused: { topology, error: asPlatformError(reason).detail } });
  }
}
