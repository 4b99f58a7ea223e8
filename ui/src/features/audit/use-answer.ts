/** What the backend answers to a question, asked for anew whenever the question or the registry changes: the newest one wins. */
import { useEffect, useRef, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, type ErrorReply } from "../../platform";

export interface Answer<T> {
  /** The newest answer that came to this question; null before the first. */
  readonly answer: T | null;
  readonly failure: ErrorReply | null;
  readonly asking: boolean;
}

interface Received<T> extends Omit<Answer<T>, "asking"> {
  readonly question: string;
  readonly turn: number;
}

/** `question` tells questions apart; equal ones are one, however often they are written down anew. */
export function useAnswer<T>(question: string, ask: () => Promise<T>): Answer<T> {
  const revision = useDocument((state) => state.revision);
  const latest = useRef(ask);
  latest.current = ask;
  const turns = useRef(0);
  const [turn, setTurn] = useState(0);
  const [received, setReceived] = useState<Received<T> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision may change the answer.
  useEffect(() => {
    let left = false;
    turns.current += 1;
    const mine = turns.current;
    setTurn(mine);
    const arrived = (change: { answer: T } | { failure: ErrorReply }) => {
      if (left) return;
      setReceived((known) => {
        if (known && known.turn > mine) return known;
        const answer = known?.question === question ? known.answer : null;
        return { question, turn: mine, answer, failure: null, ...change };
      });
    };
    latest.current().then(
      (answer) => arrived({ answer }),
      (reason: unknown) => arrived({ failure: asPlatformError(reason).detail }),
    );
    return () => {
      left = true;
    };
  }, [question, revision]);
  const known = received?.question === question ? received : null;
  return {
    answer: known?.answer ?? null,
    failure: known?.failure ?? null,
    asking: received === null || received.turn < turn || known === null,
  };
}
