/** How well handoffs are looked after, by registry, topology, team and agent, and how that changed. */
import { useState } from "react";
import { Empty } from "../../components/empty";
import { FilterChoice } from "../../components/filter-choice";
import {
  type AuditScores,
  type AuditSeries,
  platform,
  type RecordKey,
  type ScoreCard,
  type ScoredKind,
  type SeriesLine,
} from "../../platform";
import { useSession } from "../../session/store";
import { CutList } from "../impact/cut-list";
import { ScoreDetail } from "./score-detail";
import { ScoreRow } from "./score-row";
import { useAnswer } from "./use-answer";
import "./scores.css";

const SPANS = {
  "30": "30 days",
  "90": "90 days",
  "365": "A year",
  all: "All of its history",
} as const;
type Span = keyof typeof SPANS;
const SPAN_NAMES: readonly Span[] = ["30", "90", "365", "all"];
const POINTS = 24;
const FIRST = 12;

const GROUPS: readonly { readonly kind: ScoredKind; readonly title: string }[] = [
  { kind: "topology", title: "Topologies" },
  { kind: "team", title: "Teams" },
  { kind: "agent", title: "Agents" },
];

export function ScoresTab() {
  const [span, setSpan] = useState<Span>("all");
  const scored = useSession((state) => state.audit.scored);
  const { answer, failure } = useAnswer("", () => platform().auditScores());
  const series = useAnswer(span, () =>
    platform().auditSeries(span === "all" ? null : Number(span), POINTS, null),
  );
  const trouble = failure ?? series.failure;
  const registry = answer?.cards.find(({ kind }) => kind === "registry");
  const chosen = answer?.cards.find((card) => scored !== null && isOf(card, scored)) ?? registry;
  return (
    <>
      <div className="audit__filters">
        <p className="audit__count">
          Share of questions that are answered with yes, the worst first
        </p>
        <FilterChoice
          label="How far back"
          value={span}
          values={SPAN_NAMES}
          nameOf={(each) => SPANS[each]}
          data-testid="audit-span"
          onChange={setSpan}
        />
      </div>
      {trouble && (
        <p className="dock-error audit__failure" role="alert">
          The scores cannot be told: {trouble.message}
        </p>
      )}
      {registry?.handoffs === 0 && (
        <Empty title="There is nothing to count yet">
          <p>Scores are about handoffs: draw the first one between two agents.</p>
        </Empty>
      )}
      {answer && chosen && registry && registry.handoffs > 0 && (
        <div className="scores">
          <ScoreDetail card={chosen} series={series.answer} line={lineOf(series.answer, chosen)} />
          <Groups scores={answer} series={series.answer} chosen={chosen} />
        </div>
      )}
    </>
  );
}

interface GroupsProps {
  readonly scores: AuditScores;
  readonly series: AuditSeries | null;
  readonly chosen: ScoreCard;
}

function Groups({ scores, series, chosen }: GroupsProps) {
  return (
    <div className="scores__groups">
      {GROUPS.map(({ kind, title }) => {
        const cards = scores.cards.filter((card) => card.kind === kind);
        return cards.length === 0 ? null : (
          <section key={kind} aria-label={title}>
            <h2 className="scores__title">{title}</h2>
            <CutList
              className="scores__list"
              items={cards}
              keyOf={({ id }) => id}
              first={FIRST}
              row={(card) => (
                <ScoreRow
                  card={card}
                  chosen={card === chosen}
                  times={series?.points.map(({ at }) => at) ?? []}
                  line={lineOf(series, card)}
                />
              )}
            />
          </section>
        );
      })}
    </div>
  );
}

function isOf(card: ScoreCard, key: RecordKey): boolean {
  return card.kind === key.kind && card.id === key.id;
}

function lineOf(series: AuditSeries | null, card: ScoreCard): SeriesLine | null {
  const isAbout = ({ about }: SeriesLine) =>
    about === null ? card.kind === "registry" : isOf(card, about);
  return series?.lines.find(isAbout) ?? null;
}
