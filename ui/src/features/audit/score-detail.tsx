/** One scorecard in full: the score, each question, and both over time. */
import { ListFilter } from "lucide-react";
import { Button } from "../../components/button";
import { kindName } from "../../document/records";
import { nameOf, useDocument } from "../../document/store";
import { type AuditSeries, platform, type ScoreCard, type SeriesLine } from "../../platform";
import { showPage } from "../registry/places";
import { changeAudit } from "./places";
import { Bar } from "./risk-figure";
import { TimeChart } from "./time-chart";
import { useAnswer } from "./use-answer";
import { counted, figureAt, NOTHING_COUNTED, percent, QUESTION_ICONS, riskWords } from "./words";

export interface ScoreDetailProps {
  readonly card: ScoreCard;
  readonly series: AuditSeries | null;
  readonly line: SeriesLine | null;
}

const NOTHING = { topology: null, team: null, missing: null } as const;

export function ScoreDetail({ card, series, line }: ScoreDetailProps) {
  const { kind, id, score, handoffs, mean_risk, highest_risk } = card;
  const name = useDocument((state) => (kind === "registry" ? "" : nameOf(state, kind, id)));
  const title = kind === "registry" ? "The registry" : name;
  return (
    <section className="scorecard" aria-label={`Scorecard: ${title}`} data-testid="scorecard">
      <header className="scorecard__head">
        <div>
          <p className="muted">{kind === "registry" ? "Everything" : kindName(kind)}</p>
          <h2>{title}</h2>
        </div>
        <p className="scorecard__score">
          {handoffs === 0 ? NOTHING_COUNTED : <strong>{percent(score)}</strong>}
        </p>
      </header>
      {handoffs > 0 && (
        <p className="muted">
          {counted(handoffs, "handoff", "handoffs")}, mean risk {riskWords(mean_risk)}, highest risk{" "}
          {riskWords(highest_risk)}
        </p>
      )}
      {handoffs > 0 && <Questions card={card} />}
      {series && line && (
        <div className="scorecard__charts">
          <div>
            <h3 className="risk-part__title">Score over time</h3>
            <TimeChart
              title="Score"
              times={series.points.map(({ at }) => at)}
              values={line.marks.map((mark) => figureAt(mark, "score"))}
              most={1}
              words={percent}
            />
          </div>
          <div>
            <h3 className="risk-part__title">Mean risk over time</h3>
            <TimeChart
              title="Mean risk"
              times={series.points.map(({ at }) => at)}
              values={line.marks.map((mark) => figureAt(mark, "mean_risk"))}
              most={100}
              words={riskWords}
            />
          </div>
        </div>
      )}
      <div className="scorecard__links">
        {(kind === "topology" || kind === "team") && (
          <Button
            icon={ListFilter}
            data-testid="scorecard-handoffs"
            onClick={() => changeAudit({ ...NOTHING, tab: "handoffs", [kind]: id })}
          >
            Its handoffs
          </Button>
        )}
        {kind !== "registry" && <Button onClick={() => showPage({ kind, id })}>Its page</Button>}
      </div>
    </section>
  );
}

/** The share of handoffs that answer each question with yes. */
function Questions({ card }: { readonly card: ScoreCard }) {
  // The questions do not depend on which handoffs are listed.
  const { answer } = useAnswer("", () => platform().auditTable(NOTHING));
  if (!answer) return null;
  return (
    <dl className="scorecard__questions">
      {answer.questions.map(({ question, title, asks }) => {
        const Mark = QUESTION_ICONS[question];
        const share = card.answered[question] ?? 0;
        return (
          <div key={question} title={asks}>
            <dt>
              <Mark size={13} aria-hidden />
              {title}
            </dt>
            <dd>
              <Bar share={share} />
              {percent(share)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
