/** Simulations of the sample as the backend answered them while everything goes wrong at once; everything else is made up. */
import type {
  Platform,
  Simulated,
  SimulationAsked,
  SimulationChoices,
  SimulationComparison,
  SimulationImprovement,
} from "../../platform";

/** What the backend answered about a topology when it was recorded. */
export interface RecordedSimulation {
  readonly choices: SimulationChoices;
  readonly exact: Simulated;
  readonly sampled: Simulated;
  /** Beside the milder faults of production. */
  readonly compared: SimulationComparison;
  readonly improvements: SimulationImprovement[];
}

type Asking = Pick<
  Platform,
  "simulate" | "compareSimulations" | "improvements" | "simulationChoices"
>;

export function simulationsOf(
  base: Asking,
  recorded: Readonly<Record<string, RecordedSimulation>>,
): Asking {
  const knownOf = ({ topology, profile, change }: SimulationAsked) =>
    profile === WORST && change.length === 0 ? recorded[topology ?? ""] : undefined;
  return {
    simulate: async (asked, run) => {
      const made = await base.simulate(asked, run);
      const known = knownOf(asked)?.[asked.method];
      return known ?? made;
    },
    compareSimulations: async (a, b, run) =>
      (b.profile === "production" && b.topology === a.topology && b.change.length === 0
        ? knownOf(a)?.compared
        : undefined) ?? base.compareSimulations(a, b, run),
    simulationChoices: async (topology) => {
      const choices = await base.simulationChoices(topology);
      const { profiles = choices.profiles } = recorded[topology]?.choices ?? {};
      return { ...choices, profiles };
    },
    improvements: async (asked) => knownOf(asked)?.improvements ?? [],
  };
}

const WORST = "request-10001";
