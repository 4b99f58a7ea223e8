/** Whether a question is answered with yes: a sign of its own shape, and words for those who listen. */
import { Check, X } from "lucide-react";
import "./figures.css";

export interface AnswerMarkProps {
  readonly title: string;
  readonly yes: boolean;
}

export function AnswerMark({ title, yes }: AnswerMarkProps) {
  const Mark = yes ? Check : X;
  return (
    <span
      className={`answer ${yes ? "answer--yes" : "answer--no"}`}
      title={`${title}: ${yes ? "yes" : "no"}`}
    >
      <Mark size={13} aria-hidden />
      <span className="visually-hidden">{yes ? "yes" : "no"}</span>
    </span>
  );
}
