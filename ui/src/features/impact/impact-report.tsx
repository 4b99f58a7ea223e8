/** A report of who is hit, read from the top: the sentence, the numbers, the handoffs, the moves, the teams. */
import { recordOf, useDocument } from "../../document/store";
import type { ImpactReport, Move, TeamHit } from "../../platform";
import { CutList } from "./cut-list";
import { EffectMark } from "./effect-mark";
import { HitRow } from "./hit-row";
import { daysWords, EFFECTS, firstStepWords, totalOf } from "./words";

/** Rows that are shown at first. */
const FIRST_HITS = 8;
const FIRST_TEAMS = 6;

export function ImpactReportView({ report }: { readonly report: ImpactReport }) {
  const { counts, hits, left_out, plan, teams, topologies, summary, reached_agents } = report;
  const total = totalOf(counts);
  return (
    <>
      <p className="impact__summary" data-testid="impact-summary">
        {summary}
      </p>
      {total > 0 && (
        <ul className="impact__counts" aria-label="By effect">
          {EFFECTS.filter((effect) => counts[effect] > 0).map((effect) => (
            <li key={effect}>
              <EffectMark effect={effect} count={counts[effect]} />
            </li>
          ))}
        </ul>
      )}
      {reached_agents > 0 && (
        <p className="muted">
          Work can come to {reached_agents} {reached_agents === 1 ? "agent" : "agents"} from those
          that take what breaks.
        </p>
      )}
      {plan.length > 0 && <PlanView plan={plan} />}
      {hits.length > 0 && (
        <section aria-label="Handoffs that are hit">
          <h3 className="impact__title">Handoffs, the worst first</h3>
          <CutList
            className="impact__hits"
            items={hits}
            keyOf={(hit) => hit.handoff}
            first={FIRST_HITS}
            row={(hit) => <HitRow hit={hit} several={topologies.length > 1} />}
          />
          {left_out > 0 && (
            <p className="muted" data-testid="impact-left-out">
              {left_out} more {left_out === 1 ? "handoff is" : "handoffs are"} hit and not listed
              here; the numbers above count them.
            </p>
          )}
        </section>
      )}
      {teams.length > 0 && (
        <section aria-label="Teams that are hit">
          <h3 className="impact__title">Teams</h3>
          <CutList
            className="impact__teams"
            items={teams}
            keyOf={(hit) => hit.team}
            first={FIRST_TEAMS}
            row={(hit) => <TeamRow hit={hit} />}
          />
        </section>
      )}
    </>
  );
}

/** Moves of the same order do not wait for each other. */
export function PlanView({ plan }: { readonly plan: readonly Move[] }) {
  return (
    <section aria-label="Plan">
      <h3 className="impact__title">Who moves, in which order</h3>
      <ol className="impact__plan" data-testid="impact-plan">
        {plan.map((move) => (
          <li key={`${move.order}:${move.side}:${move.team}`}>
            <span className="impact__order" title={`Step ${move.order}`}>
              {move.order}
            </span>
            <p>
              {move.message}
              {move.until && !move.message.includes(move.until) && (
                <span className="impact__until"> Until {move.until}.</span>
              )}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function TeamRow({ hit }: { readonly hit: TeamHit }) {
  const step = useDocument((state) =>
    hit.first_step ? firstStepWords(state, hit.first_step) : null,
  );
  const path = useDocument((state) =>
    hit.first_step
      ? (recordOf(state, "escalation_path", hit.first_step.escalation_path)?.name ??
        hit.first_step.escalation_path)
      : null,
  );
  return (
    <div className="impact__team">
      <p>
        <b>{hit.name}</b>{" "}
        <span className="muted">
          {hit.handoffs} {hit.handoffs === 1 ? "handoff" : "handoffs"}
        </span>
      </p>
      <EffectMark effect={hit.effect} />
      <p className="muted">
        {step ? `First: ${step} (${path})` : "No escalation path says whom to call first."}
      </p>
    </div>
  );
}

export function Until({ until, days }: { readonly until: string; readonly days: number | null }) {
  return (
    <span className="impact__until">
      until <time dateTime={until}>{until}</time>
      {days !== null && ` (${daysWords(days)})`}
    </span>
  );
}
