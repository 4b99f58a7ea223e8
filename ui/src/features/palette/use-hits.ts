/** Records that fit what is typed: one question at a time is under way, and only the answer to the newest counts. */
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
  const [questions] = useState(() => new Questions(setAnswer));
  useEffect(() => questions.ask(words), [questions, words]);
  useEffect(() => () => questions.ask(""), [questions]);
  return { hits: answer.hits, failure: answer.failure, answered: answer.words === words };
}

class Questions {
  readonly #answered: (answer: Answer) => void;
  #newest = "";
  #isUnderWay = false;

  constructor(answered: (answer: Answer) => void) {
    this.#answered = answered;
  }

  /** Gives up the question before; no words ask for nothing. */
  ask(words: string): void {
    this.#newest = words;
    if (words === "") this.#answered(NOTHING);
    else if (!this.#isUnderWay) this.#send(words);
  }

  #send(words: string): void {
    this.#isUnderWay = true;
    platform()
      .search(words, MOST_HITS)
      .then(
        (hits) => this.#arrived({ hits, words, failure: null }),
        (reason: unknown) =>
          this.#arrived({ hits: [], words, failure: asPlatformError(reason).message }),
      );
  }

  #arrived(answer: Answer): void {
    this.#isUnderWay = false;
    if (this.#newest === answer.words) this.#answered(answer);
    else if (this.#newest !== "") this.#send(this.#newest);
  }
}
