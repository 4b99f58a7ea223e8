/** How far an export is, and a way to end it. */
import { Progress } from "../../components/progress";
import type { ExportStep } from "../../platform";
import { stepWords } from "./run";

export interface ExportProgressProps {
  /** What is said before anything is known of it. */
  readonly words: string;
  readonly step: ExportStep | null;
  /** It ends as soon as it can. */
  readonly ends: boolean;
  readonly onEnd: () => void;
}

export function ExportProgress({ words, step, ends, onEnd }: ExportProgressProps) {
  return (
    <Progress
      id="export-progress"
      words={step ? stepWords(step) : words}
      share={step && step.of > 0 ? step.done / step.of : null}
      ends={ends}
      onEnd={onEnd}
    />
  );
}
