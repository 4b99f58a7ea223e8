/** What takes its time and can be ended: each run has a name, under which the backend tells how far it is. */
import { asPlatformError, type Stop } from "../../platform";
import { tellFinished } from "./finished";

export interface Run<T> {
  readonly answer: Promise<T>;
  readonly end: () => void;
}

export interface LongWork<T, S> {
  /** Does it, under the name of the run. */
  readonly work: (run: string) => Promise<T>;
  /** Hears how far runs of this kind are. */
  readonly listen: (handler: (news: { run: string; step: S }) => void) => Promise<Stop>;
  readonly onStep: (step: S) => void;
  readonly cancel: (run: string) => Promise<unknown>;
  /** What a notification says when it ends while nobody looks. */
  readonly finished: { readonly title: string; readonly body: string };
}

/** Begins a run; `onStep` hears how far it is until it has ended. */
export function beginRun<T, S>({ work, listen, onStep, cancel, finished }: LongWork<T, S>): Run<T> {
  const id = crypto.randomUUID();
  let over = false;
  const go = async () => {
    const stop = await listen(({ run, step }) => {
      if (run === id && !over) onStep(step);
    });
    const beganAt = performance.now();
    try {
      const answer = await work(id);
      tellFinished(finished.title, finished.body, beganAt);
      return answer;
    } finally {
      over = true;
      stop();
    }
  };
  return { answer: go(), end: () => void cancel(id) };
}

/** Whether a run failed because somebody has ended it. */
export function wasEnded(reason: unknown): boolean {
  return asPlatformError(reason).detail.code === "cancelled";
}
