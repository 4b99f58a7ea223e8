/** Exports as runs: how far they are, in words, and an end. */
import { type ExportStep, platform } from "../../platform";
import { beginRun, type Run } from "../shell/long-run";

/** Begins a run; `onStep` hears how far it is until it has ended. */
export function begin<T>(
  work: (run: string) => Promise<T>,
  onStep: (step: ExportStep) => void,
): Run<T> {
  return beginRun({
    work,
    onStep,
    listen: platform().onExportProgress,
    cancel: platform().cancelExport,
    finished: { title: "The export is ready", body: "Its files wait in the window." },
  });
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
