/** How far an export is, and a way to end it. */
import { LoaderCircle } from "lucide-react";
import { Button } from "../../components/button";
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
  const share = step && step.of > 0 ? { value: step.done / step.of } : {};
  return (
    <div className="export__progress" role="status" data-testid="export-progress">
      <p>
        <LoaderCircle size={14} className="is-turning" aria-hidden />
        {step ? stepWords(step) : words}
      </p>
      <Button disabled={ends} data-testid="export-cancel" onClick={onEnd}>
        {ends ? "Stopping…" : "Cancel"}
      </Button>
      <progress {...share} aria-label={words} />
    </div>
  );
}
