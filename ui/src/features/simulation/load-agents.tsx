/** Agents of limited capacity, the busiest first: slots in use, who waits, who is turned away. */
import { useMemo } from "react";
import { nameOf, useDocument } from "../../document/store";
import type { AgentLoad, SimulatedLoad } from "../../platform";
import { CutList } from "../impact/cut-list";
import { count, isSaturated } from "./load-words";
import { QueueLine } from "./queue-line";
import { goTo } from "./show";
import { milliseconds, share } from "./words";

const FIRST = 6;

export function LoadAgents({ found }: { readonly found: SimulatedLoad }) {
  const { agents, topology, warm_up_seconds, series_step_seconds } = found;
  const busiest = useMemo(
    () =>
      agents
        .filter(({ slots }) => slots !== null)
        .sort((a, b) => used(b) - used(a) || a.id.localeCompare(b.id)),
    [agents],
  );
  if (busiest.length === 0) return null;
  return (
    <section aria-label="Slots in use, and waiting">
      <h3 className="sim__title">Who is busy, and who waits</h3>
      <p className="sim__aside">
        Slots in use on average, and how many wait over time; the grey part is warm-up.
      </p>
      <CutList
        className="sim-agents"
        items={busiest}
        keyOf={({ id }) => id}
        first={FIRST}
        row={(agent) => (
          <Row agent={agent} topology={topology} warmUp={warm_up_seconds / series_step_seconds} />
        )}
      />
    </section>
  );
}

function used({ utilisation }: AgentLoad): number {
  return utilisation?.mean ?? 0;
}

interface RowProps {
  readonly agent: AgentLoad;
  readonly topology: string;
  /** Steps of the series that are warm-up. */
  readonly warmUp: number;
}

function Row({ agent, topology, warmUp }: RowProps) {
  const name = useDocument((state) => nameOf(state, "agent", agent.id));
  const words = [
    `${count(agent.slots ?? 0)} slots`,
    `${count(agent.queue.mean)} wait, ${count(agent.most_waiting)} at most`,
    ...(agent.waiting_ms ? [`${milliseconds(agent.waiting_ms.mean)} each`] : []),
    ...refused(agent),
  ];
  return (
    <button
      type="button"
      className="sim-row"
      title="Show it on the drawing"
      data-testid={`load-agent-${agent.id}`}
      data-saturated={isSaturated(agent)}
      onClick={() => goTo({ kind: "agent", id: agent.id }, topology)}
    >
      <span className="sim-row__head">
        <bdi className="sim-row__name">{name}</bdi>
        <b>{agent.utilisation ? `${share(agent.utilisation.mean)} in use` : "nobody there"}</b>
      </span>
      <span className="load-use" aria-hidden>
        <span style={{ width: `${Math.min(100, used(agent) * 100)}%` }} />
      </span>
      <QueueLine series={agent.series} warmUp={warmUp} />
      <small className="muted">{words.join(" · ")}</small>
    </button>
  );
}

function refused({ queue_full, rate_limited, timed_out, wasted_per_second }: AgentLoad): string[] {
  const shares = [
    [queue_full, "turned away"],
    [rate_limited, "over the rate limit"],
    [timed_out, "gave up"],
  ] as const;
  return [
    ...shares.filter(([value]) => value > 0).map(([value, what]) => `${share(value)} ${what}`),
    ...(wasted_per_second > 0
      ? [`${count(wasted_per_second * 3600)} visits an hour for nobody`]
      : []),
  ];
}
