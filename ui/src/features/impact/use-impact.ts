/** Who a change hits, asked for anew whenever the question or the registry changes: the newest question wins. */
import { useEffect, useRef, useState } from "react";
import { useDocument } from "../../document/store";
import {
  asPlatformError,
  type ErrorReply,
  type ImpactQuestion,
  type ImpactReport,
  platform,
} from "../../platform";

export interface ImpactAnswer {
  /** Null before the first answer, and where it could not be told. */
  readonly report: ImpactReport | null;
  readonly failure: ErrorReply | null;
  /** The report is about an earlier question. */
  readonly asking: boolean;
}

/** More are told by their number. */
const MOST_LISTED = 500;
/** What is left out of the list must not be drawn as if nothing happened to it. */
export const MOST_DRAWN = 100_000;
const PAUSE_MS = 250;

/** With a `known` report it is asked only after the next change of the registry, for all that can be drawn. */
export function useImpact(question: ImpactQuestion, known?: ImpactReport): ImpactAnswer {
  const revision = useDocument((state) => state.revision);
  const [answer, setAnswer] = useState<ImpactAnswer>({
    report: known ?? null,
    failure: null,
    asking: known === undefined,
  });
  const turn = useRef(0);
  const answered = useRef(known && { revision, question: JSON.stringify(question) });
  // Equal questions are one, however often they are written down anew.
  const asked = JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision may change who is hit.
  useEffect(() => {
    const had = answered.current;
    if (had?.revision === revision && had.question === asked) return;
    answered.current = undefined;
    turn.current += 1;
    const mine = turn.current;
    setAnswer((before) => (before.asking ? before : { ...before, asking: true }));
    const ask = async () => {
      const outcome: ImpactAnswer = await platform()
        .impact(JSON.parse(asked) as ImpactQuestion, null, known ? MOST_DRAWN : MOST_LISTED)
        .then(
          (report) => ({ report, failure: null, asking: false }),
          (reason: unknown) => ({
            report: null,
            failure: asPlatformError(reason).detail,
            asking: false,
          }),
        );
      if (mine === turn.current) setAnswer(outcome);
    };
    const timer = setTimeout(() => void ask(), mine === 1 ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      turn.current += 1;
    };
  }, [asked, revision]);
  return answer;
}
