/** What the registry answers to a question that changes while somebody types: asked at once, then after every pause. The newest question wins. */
import { useEffect, useRef, useState } from "react";
import { asPlatformError, type ErrorReply } from "../../platform";

export interface Answered<A> {
  /** The last answer; null before the first, and where the last question was refused. */
  readonly answer: A | null;
  /** Why the last question was refused. */
  readonly failure: ErrorReply | null;
  /** What stands here answers an earlier question, or none. */
  readonly pending: boolean;
}

const PAUSE_MS = 250;

const NOTHING = { answer: null, failure: null, pending: true };

/** `ask` is another function as soon as the question, or what its answer rests on, is another. */
export function useAnswer<A>(ask: () => Promise<A>): Answered<A> {
  const [answered, setAnswered] = useState<Answered<A>>(NOTHING);
  const turn = useRef(0);
  useEffect(() => {
    turn.current += 1;
    const asked = turn.current;
    setAnswered((before) => (before.pending ? before : { ...before, pending: true }));
    const tell = (told: Omit<Answered<A>, "pending">) => {
      if (asked === turn.current) setAnswered({ ...told, pending: false });
    };
    const timer = setTimeout(
      () =>
        void ask().then(
          (answer) => tell({ answer, failure: null }),
          (reason: unknown) => tell({ answer: null, failure: asPlatformError(reason).detail }),
        ),
      asked === 1 ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      turn.current += 1;
    };
  }, [ask]);
  return answered;
}
