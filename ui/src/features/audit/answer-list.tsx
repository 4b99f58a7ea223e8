/** What every handoff is asked, with this one's answers and what turns a no into a yes. */
import type { AuditQuestion, HandoffAudit } from "../../platform";
import { AnswerMark } from "./answer-mark";
import { percent } from "./words";

export interface AnswerListProps {
  readonly handoff: HandoffAudit;
  readonly questions: readonly AuditQuestion[];
}

export function AnswerList({ handoff, questions }: AnswerListProps) {
  return (
    <section aria-label="Questions" className="risk-part">
      <h3 className="risk-part__title">
        Questions answered with yes <span>{percent(handoff.score)}</span>
      </h3>
      <ul className="asked-list">
        {questions.map(({ question, title, asks, advice }) => {
          const yes = handoff.answers[question];
          return (
            <li key={question}>
              <AnswerMark title={title} yes={yes} />
              <div>
                <p>{asks}</p>
                {!yes && <p className="muted">{advice}</p>}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
