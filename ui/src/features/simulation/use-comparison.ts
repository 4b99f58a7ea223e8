/** Two results beside each other, asked for anew whenever a question, or the registry, changes. */
import { useEffect, useRef, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, type ErrorReply } from "../../platform";

export interface Compared<T> {
  /** Null before the first answer. */
  readonly comparison: T | null;
  readonly failure: ErrorReply | null;
  readonly asking: boolean;
}

/** Nothing is asked while one of them is null. */
export function useComparison<Q, T>(
  a: Q | null,
  b: Q | null,
  compare: (a: Q, b: Q) => Promise<T>,
): Compared<T> {
  const revision = useDocument((state) => state.revision);
  const [compared, setCompared] = useState<Compared<T>>({
    comparison: null,
    failure: null,
    asking: true,
  });
  const ask = useRef(compare);
  ask.current = compare;
  // Equal questions are one, however often they are written down anew.
  const asked = a && b ? JSON.stringify([a, b]) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision may change the answer.
  useEffect(() => {
    if (asked === null) return;
    let current = true;
    setCompared((before) => ({ ...before, asking: true }));
    const [first, second] = JSON.parse(asked) as [Q, Q];
    ask.current(first, second).then(
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
