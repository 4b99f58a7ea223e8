/** An answer of the registry, asked for anew whenever the registry or the question changes; the newest question wins. */
import { useEffect, useRef, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError } from "../../platform";

export interface Asked<T> {
  /** Null before the first answer. */
  readonly answer: T | null;
  /** Why it cannot be told. */
  readonly failure: string | null;
}

/** `key` tells one question from another. */
export function useAsked<T>(key: string, ask: () => Promise<T>): Asked<T> {
  const revision = useDocument((state) => state.revision);
  const [asked, setAsked] = useState<Asked<T>>({ answer: null, failure: null });
  const now = useRef(ask);
  now.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision may change the answer.
  useEffect(() => {
    let current = true;
    now.current().then(
      (answer) => current && setAsked({ answer, failure: null }),
      (reason: unknown) =>
        current && setAsked({ answer: null, failure: asPlatformError(reason).message }),
    );
    return () => {
      current = false;
    };
  }, [key, revision]);
  return asked;
}
