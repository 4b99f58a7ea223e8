/** Says what is kept of a text that is longer than what is kept. */
import "./inputs.css";

export interface LongTextProps {
  /** Null where all of it is kept. */
  readonly keptOnly: number | null;
  readonly letters: number;
}

export function LongText({ keptOnly, letters }: LongTextProps) {
  if (keptOnly === null) return null;
  return (
    <p className="field-long" role="status" data-testid="long-text">
      Not stored yet: {letters.toLocaleString("en")} letters. If the program ends before you leave
      this field, only the first {keptOnly.toLocaleString("en")} come back.
    </p>
  );
}
