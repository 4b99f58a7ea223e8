/** Whether a question is answered with yes: a sign of its own shape, and words for those who listen. */
import "./figures.css";

export interface AnswerMarkProps {
  readonly title: string;
  readonly yes: boolean;
}

/** Drawn here: a list has seven of them in each row. */
const SHAPES = { yes: "M3 8.5l3.2 3.2L13 5", no: "M4 4l8 8M12 4l-8 8" } as const;

export function AnswerMark({ title, yes }: AnswerMarkProps) {
  const word = yes ? "yes" : "no";
  return (
    <span className={`answer answer--${word}`} title={`${title}: ${word}`}>
      <svg viewBox="0 0 16 16" aria-hidden>
        <path d={SHAPES[word]} />
      </svg>
      <span className="visually-hidden">{word}</span>
    </span>
  );
}
