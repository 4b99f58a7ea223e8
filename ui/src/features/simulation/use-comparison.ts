/** Two simulations beside each other, asked for anew whenever one of them, or the registry, changes. */
import { useEffect, useState } from "react";
import { useDocument } from "../../document/store";
import {
  asPlatformError,
  type ErrorReply,
  type SimulationAsked,
  type SimulationComparison,
} from "../../platform";
import { compare } from "./run";

export interface Compared {
  /** Null before the first answer. */
  readonly comparison: SimulationComparison | null;
  readonly failure: ErrorReply | null;
  readonly asking: boolean;
}

const NOTHING: Compared = { comparison: null, failure: null, asking: true };

/** Nothing is asked while one of them is null. */
export function useComparison(a: SimulationAsked | null, b: SimulationAsked | null): Compared {
  const revision = useDocument((state) => state.revision);
  const [compared, setCompared] = useState<Compared>(NOTHING);
  // Equal questions are one, however often they are written down anew.
  const asked = a && b ? JSON.stringify([a, b]) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision may change the answer.
  useEffect(() => {
    if (asked === null) return;
    let current = true;
    setCompared((before) => ({ ...before, asking: true }));
    const [first, second] = JSON.parse(asked) as [SimulationAsked, SimulationAsked];
    compare(first, second).then(
      (comparison) => current && setCompared({ comparison, failure: null, asking: false }),
      (reason: unknown) =>
        current &&
        setCompared({ comparison: null, failure: asPlatformError(reason).detail, asking: false }),
    );
    return () => {
      current = false;
    };
  }, [asked, revision]);
  return compared;
}
