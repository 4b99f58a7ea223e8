/** How far something is that takes its time, and a way to end it. */
import { LoaderCircle } from "lucide-react";
import { Button } from "./button";
import "./progress.css";

export interface ProgressProps {
  /** What is under way, and how far. */
  readonly words: string;
  /** From 0 to 1; null while nobody knows. */
  readonly share: number | null;
  /** It ends as soon as it can. */
  readonly ends: boolean;
  readonly onEnd: () => void;
  /** The test id; that of the button ends in `-end`. */
  readonly id: string;
}

export function Progress({ words, share, ends, onEnd, id }: ProgressProps) {
  return (
    <div className="progress" role="status" data-testid={id}>
      <p>
        <LoaderCircle size={14} className="is-turning" aria-hidden />
        {words}
      </p>
      <Button disabled={ends} data-testid={`${id}-end`} onClick={onEnd}>
        {ends ? "Stopping…" : "Cancel"}
      </Button>
      <progress {...(share === null ? {} : { value: share })} aria-label={words} />
    </div>
  );
}
