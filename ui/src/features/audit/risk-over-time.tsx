/** How the risk of a handoff changed with the registry. */
import { platform } from "../../platform";
import { TimeChart } from "./time-chart";
import { useAnswer } from "./use-answer";
import { figureAt, riskWords } from "./words";

const POINTS = 16;

export function RiskOverTime({ handoff }: { readonly handoff: string }) {
  const { answer } = useAnswer(handoff, () =>
    platform().auditSeries(null, POINTS, { kind: "handoff", id: handoff }),
  );
  const [line] = answer?.lines ?? [];
  if (!answer || !line) return null;
  return (
    <section aria-label="Over time" className="risk-part">
      <h3 className="risk-part__title">Over time</h3>
      <TimeChart
        title="Risk"
        times={answer.points.map(({ at }) => at)}
        values={line.marks.map((mark) => figureAt(mark, "mean_risk"))}
        most={100}
        words={riskWords}
      />
    </section>
  );
}
