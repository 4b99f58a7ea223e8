/** Who a change hits: in one sentence, then handoff by handoff, then who has to move in which order. */
import { LoaderCircle, Radar } from "lucide-react";
import { useId } from "react";
import { Button } from "../../components/button";
import type { ImpactQuestion } from "../../platform";
import { ImpactReportView } from "./impact-report";
import { showImpact } from "./show";
import { useImpact } from "./use-impact";
import { totalOf } from "./words";
import "./impact.css";

export interface ImpactSectionProps {
  readonly question: ImpactQuestion;
  readonly title?: string;
}

export function ImpactSection({ question, title = "Who is hit" }: ImpactSectionProps) {
  const heading = useId();
  const { report, failure, asking } = useImpact(question);
  const hit = report !== null && totalOf(report.counts) > 0;
  return (
    <section
      className="page__section impact"
      aria-labelledby={heading}
      aria-busy={asking}
      data-testid="impact"
      data-asking={asking}
    >
      <header className="impact__head">
        <h2 id={heading}>{title}</h2>
        {asking && report && (
          <LoaderCircle size={14} className="is-turning muted" aria-label="Asking again" />
        )}
        {hit && report && (
          <Button
            icon={Radar}
            className="impact__show"
            data-testid="impact-show"
            onClick={() => void showImpact(question, report)}
          >
            Show on the drawing
          </Button>
        )}
      </header>
      {!report && !failure && (
        <p className="muted impact__waiting" role="status">
          <LoaderCircle size={14} className="is-turning" aria-hidden />
          Asking who is hit…
        </p>
      )}
      {failure && (
        <div className="dock-error" role="alert">
          <p>Who is hit cannot be told: {failure.message}</p>
          {failure.hints.map((hint) => (
            <p key={hint}>{hint}</p>
          ))}
        </div>
      )}
      {report && <ImpactReportView report={report} />}
    </section>
  );
}
