/** What takes its time and can be ended: each run has a name, under which the backend tells how far it is. */
import { asPlatformError, type ExportStep, platform } from "../../platform";
import { tellFinished } from "../shell/finished";

export interface Run<T> {
  readonly answer: Promise<T>;
  readonly end: () => void;
}

/** Begins a run; `onStep` hears how far it is until it has ended. */
export function begin<T>(
  work: (run: string) => Promise<T>,
  onStep: (step: ExportStep) => void,
): Run<T> {
  const id = crypto.randomUUID();
  let over = false;
  const go = async () => {
    const stop = await platform().onExportProgress(({ run, step }) => {
      if (run === id && !over) onStep(step);
    });
    const beganAt = performance.now();
    try {
      const answer = await work(id);
      tellFinished("The export is ready", "Its files wait in the window.", beganAt);
      return answer;
    } finally {
      over = true;
      stop();
    }
  };
  return { answer: go(), end: () => void platform().cancelExport(id) };
}

/** Whether a run failed because somebody has ended it. */
export function wasEnded(reason: unknown): boolean {
  return asPlatformError(reason).detail.code === "cancelled";
}

const DOING: Readonly<Record<ExportStep["phase"], string>> = {
  making: "Making the files",
  comparing: "Comparing with the folder",
  writing: "Writing",
};

/** How far a run is, in words. */
export function stepWords({ phase, done, of }: ExportStep): string {
  return `${DOING[phase]}: ${done.toLocaleString("en")} of ${of.toLocaleString("en")}`;
}
