/** The risk of one handoff: the figure, its two factors term by term, the answers, how it went over time, what went wrong. */
import { Siren } from "lucide-react";
import { Button } from "../../components/button";
import { useLock } from "../../document/lock";
import { type HandoffExplained, platform, type RiskSide } from "../../platform";
import { AnswerList } from "./answer-list";
import { IncidentRowView } from "./incident-row";
import { askForIncident } from "./places";
import { Bar } from "./risk-figure";
import { RiskOverTime } from "./risk-over-time";
import { TermRow } from "./term-row";
import { useAnswer } from "./use-answer";
import { percent, riskTone, riskWords } from "./words";
import "./report.css";

export function RiskReport({ handoff }: { readonly handoff: string }) {
  const { answer, failure } = useAnswer(handoff, () => platform().auditHandoff(handoff));
  const locked = useLock() !== null;
  if (failure)
    return (
      <p className="dock-error" role="alert">
        Its risk cannot be told: {failure.message}
      </p>
    );
  if (!answer)
    return (
      <p className="muted" role="status">
        Working out its risk…
      </p>
    );
  const { audit, incidents, questions } = answer;
  return (
    <div className="risk-report" data-testid="risk-report">
      <Figure explained={answer} />
      <Factor explained={answer} side="consequence" />
      <Factor explained={answer} side="likelihood" />
      <AnswerList handoff={audit} questions={questions} />
      <section aria-label="Incidents" className="risk-part">
        <h3 className="risk-part__title">Incidents</h3>
        {incidents.length === 0 && <p className="muted">None is recorded.</p>}
        {incidents.length > 0 && (
          <ul className="incidents">
            {incidents.map((incident) => (
              <li key={incident.id}>
                <IncidentRowView incident={incident} />
              </li>
            ))}
          </ul>
        )}
        <Button
          icon={Siren}
          className="risk-part__act"
          disabled={locked}
          data-testid="risk-record-incident"
          onClick={() => askForIncident(handoff)}
        >
          Record an incident
        </Button>
      </section>
      <RiskOverTime handoff={handoff} />
    </div>
  );
}

function Figure({ explained: { audit, riskier, of } }: { readonly explained: HandoffExplained }) {
  const { risk, consequence, likelihood } = audit;
  return (
    <div className={`risk-head risk--${riskTone(risk)}`}>
      <p className="risk-head__figure">
        <span className="muted">Risk </span>
        <strong data-testid="risk-figure">{riskWords(risk)}</strong>
        <span className="muted"> of 100</span>
      </p>
      <Bar share={risk / 100} />
      <p className="muted">
        {placeWords(riskier, of)} It is what hangs on it ({percent(consequence)}) times how likely
        it fails ({percent(likelihood)}).
      </p>
    </div>
  );
}

function placeWords(riskier: number, of: number): string {
  if (of === 1) return "The only handoff.";
  if (riskier === 0) return `The riskiest of ${of} handoffs.`;
  return `${riskier} of ${of} handoffs ${riskier === 1 ? "is" : "are"} riskier.`;
}

interface FactorProps {
  readonly explained: HandoffExplained;
  readonly side: RiskSide;
}

const TITLES: Record<RiskSide, string> = {
  consequence: "What hangs on it",
  likelihood: "How likely it fails",
};

function Factor({ explained: { audit }, side }: FactorProps) {
  const terms = audit.terms.filter((term) => term.side === side);
  return (
    <section aria-label={TITLES[side]} className="risk-part">
      <h3 className="risk-part__title">
        {TITLES[side]} <span>{percent(audit[side])}</span>
      </h3>
      <ul className="terms">
        {terms.map((term) => (
          <li key={`${term.reason} ${term.problem ?? ""}`}>
            <TermRow term={term} risk={audit.risk} />
          </li>
        ))}
      </ul>
    </section>
  );
}
