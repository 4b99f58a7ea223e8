/** How requests fare under load, read from the top: whether it keeps up, how they end, who is busy, where load loses them. */
import { CircleCheck, CircleX } from "lucide-react";
import { nameOf, useDocument } from "../../document/store";
import type { AgentLoad, SimulatedLoad } from "../../platform";
import { LoadAgents } from "./load-agents";
import { LoadHandoffs } from "./load-handoffs";
import { LoadTeams } from "./load-teams";
import { isSaturated, loadCauseName, rateText } from "./load-words";
import { OutcomeChart } from "./outcome-chart";
import { goTo } from "./show";
import { between, FATE_WORDS, milliseconds, share } from "./words";

export function LoadOutcome({ found }: { readonly found: SimulatedLoad }) {
  return (
    <>
      <Verdict found={found} />
      <OutcomeChart {...found} />
      <ByLoad found={found} />
      <LoadFigures found={found} />
      <LoadAgents found={found} />
      <LoadTeams found={found} />
      <LoadHandoffs found={found} />
      {found.notes.length > 0 && (
        <section aria-label="What the numbers do not say">
          <h3 className="sim__title">What the numbers do not say</h3>
          <ul className="sim-notes">
            {found.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Where it saturates, in a sentence. */
function Verdict({ found }: { readonly found: SimulatedLoad }) {
  const limited = found.agents.filter(({ slots }) => slots !== null);
  const over = limited.filter(isSaturated).sort((a, b) => (b.demand ?? 0) - (a.demand ?? 0));
  if (limited.length === 0) {
    return (
      <p className="dock-note" data-testid="load-verdict">
        No agent here has a limit, so nobody waits. Say in the fields of an agent how many requests
        it takes at once, under “Capacity”, and put it under load again.
      </p>
    );
  }
  if (over.length === 0) {
    return (
      <p className="dock-note dock-note--good load-verdict" data-testid="load-verdict">
        <CircleCheck size={14} aria-hidden />
        <span>Every agent keeps up with this load.</span>
      </p>
    );
  }
  return (
    <div className="dock-error load-verdict" data-testid="load-verdict">
      <CircleX size={14} aria-hidden />
      <div>
        <p>This load is more than {over.length === 1 ? "an agent" : "some agents"} can do:</p>
        <ul>
          {over.map((agent) => (
            <li key={agent.id}>
              <Saturated agent={agent} topology={found.topology} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

interface SaturatedProps {
  readonly agent: AgentLoad;
  readonly topology: string;
}

function Saturated({ agent: { id, demand }, topology }: SaturatedProps) {
  const name = useDocument((state) => nameOf(state, "agent", id));
  return (
    <>
      <button
        type="button"
        className="sim__link"
        onClick={() => goTo({ kind: "agent", id }, topology)}
      >
        <bdi>{name}</bdi>
      </button>{" "}
      is asked for {demand === null ? "more than" : `${share(demand)} of`} what it can do
    </>
  );
}

/** What load did to those that it lost. */
function ByLoad({ found: { by_load, inside } }: { readonly found: SimulatedLoad }) {
  const lost = by_load.filter((cause) => cause.share > 0);
  if (lost.length === 0 && inside === 0) return null;
  return (
    <section aria-label="Lost to load">
      <h3 className="sim__title">Lost to load</h3>
      <dl className="sim-figures">
        {lost.map((cause) => (
          <div key={cause.cause} title={`95 % sure: ${between(cause.interval)}`}>
            <dt>
              {loadCauseName(cause.cause)}
              <small className="muted">
                {" "}
                counts as {FATE_WORDS[cause.outcome].name.toLowerCase()}
              </small>
            </dt>
            <dd>{share(cause.share)}</dd>
          </div>
        ))}
        {inside > 0 && (
          <div>
            <dt>Still inside when it was broken off</dt>
            <dd>{share(inside)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function LoadFigures({ found }: { readonly found: SimulatedLoad }) {
  const { latency_ms, waiting_ms, throughput_per_second, amplification, handoff_success } = found;
  const rows: readonly (readonly [string, string | null, string | null])[] = [
    ["Requests that end", rateText(throughput_per_second.mean), null],
    [
      "Time of a request",
      latency_ms && milliseconds(latency_ms.mean),
      latency_ms && `95 in 100 within ${milliseconds(latency_ms.p95)}`,
    ],
    [
      "Of it waiting",
      waiting_ms && milliseconds(waiting_ms.mean),
      waiting_ms && `95 in 100 within ${milliseconds(waiting_ms.p95)}`,
    ],
    [
      "Attempts for each use of a handoff",
      amplification === null ? null : String(Number(amplification.toFixed(2))),
      null,
    ],
    ["Handoffs that succeed", handoff_success === null ? null : share(handoff_success), null],
  ];
  return (
    <section aria-label="Figures under load">
      <h3 className="sim__title">Time and throughput</h3>
      <dl className="sim-figures">
        {rows.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="load-figure">
              {value ?? <span className="muted">not known</span>}
              {more && <small className="muted">{more}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
