/** One scorecard in a line: name, score, how it changed, how risky. */
import { ownerIndex } from "../../document/owners";
import { nameOf, useDocument } from "../../document/store";
import type { ScoreCard, SeriesLine } from "../../platform";
import { ownerStyle } from "../shell/owner";
import { changeAudit } from "./places";
import { Bar } from "./risk-figure";
import { Sparkline } from "./time-chart";
import { counted, figureAt, NOTHING_COUNTED, percent, riskWords } from "./words";

export interface ScoreRowProps {
  readonly card: ScoreCard;
  readonly chosen: boolean;
  readonly times: readonly string[];
  readonly line: SeriesLine | null;
}

export function ScoreRow({ card, chosen, times, line }: ScoreRowProps) {
  const { kind, id, score, handoffs, mean_risk } = card;
  const key = kind === "registry" ? null : { kind, id };
  const name = useDocument((state) => (key === null ? "Registry" : nameOf(state, key.kind, id)));
  const colour = useDocument((state) => (kind === "team" ? ownerIndex(state, id) : null));
  return (
    <button
      type="button"
      className="score"
      aria-pressed={chosen}
      data-testid={`score-${kind}-${id}`}
      onClick={() => changeAudit({ scored: chosen ? null : key })}
    >
      <span className="score__name" title={name}>
        {kind === "team" && <span className="team-dot" style={ownerStyle(colour)} aria-hidden />}
        <bdi>{name}</bdi>
      </span>
      <Sparkline
        times={times}
        values={line?.marks.map((mark) => figureAt(mark, "score")) ?? []}
        most={1}
      />
      {handoffs === 0 ? (
        <span className="score__risk muted">{NOTHING_COUNTED}</span>
      ) : (
        <>
          <Bar share={score} />
          <span className="score__share">{percent(score)}</span>
          <span className="score__risk muted">
            risk {riskWords(mean_risk)}, {counted(handoffs, "handoff", "handoffs")}
          </span>
        </>
      )}
    </button>
  );
}
