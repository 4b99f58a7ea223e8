/** Records that fit what is typed: asked for once a frame, and of several answers only the newest question's counts. */
import { useEffect, useState } from "react";
import { asPlatformError, platform, type SearchHit } from "../../platform";
import { MOST_HITS } from "./results";

export interface Hits {
  /** Those of the words before while an answer is under way. */
  readonly hits: readonly SearchHit[];
  readonly failure: string | null;
  /** Whether the hits are those of the words. */
  readonly answered: boolean;
}

interface Answer extends Omit<Hits, "answered"> {
  readonly words: string;
}

const NOTHING: Answer = { hits: [], words: "", failure: null };

export function useHits(words: string): Hits {
  const [answer, setAnswer] = useState(NOTHING);
  useEffect(() => {
    if (words === "") {
      setAnswer(NOTHING);
      return;
    }
    let current = true;
    const arrived = (hits: Answer) => {
      if (current) setAnswer(hits);
    };
    const frame = requestAnimationFrame(() => {
      platform()
        .search(words, MOST_HITS)
        .then(
          (hits) => arrived({ hits, words, failure: null }),
          (reason: unknown) =>
            arrived({ hits: [], words, failure: asPlatformError(reason).message }),
        );
    });
    return () => {
      current = false;
      cancelAnimationFrame(frame);
    };
  }, [words]);
  return { hits: answer.hits, failure: answer.failure, answered: answer.words === words };
}
