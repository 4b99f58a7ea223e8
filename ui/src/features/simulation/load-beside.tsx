/** Who keeps up with the same load in two designs, and how busy each agent is in either. */
import { CircleCheck, CircleX } from "lucide-react";
import { nameOf, useDocument } from "../../document/store";
import type { AgentLoad, LoadComparison, SimulatedLoad } from "../../platform";
import { CutList } from "../impact/cut-list";
import { isSaturated, rateText } from "./load-words";
import { goTo } from "./show";
import { milliseconds, share } from "./words";

export interface LoadBesideProps {
  readonly comparison: LoadComparison;
  readonly names: readonly [string, string];
}

const FIRST = 6;

export function LoadBeside({ comparison: { a, b }, names }: LoadBesideProps) {
  const pairs = pairsOf(a, b);
  return (
    <>
      <p className="sim__aside" data-testid="loads-of">
        {rateText(a.rate_per_second)} to both, {a.replications} runs of{" "}
        {milliseconds(a.seconds * 1000)} each
      </p>
      <ul className="load-beside" aria-label="Who keeps up">
        {[a, b].map((found, i) => (
          <KeepsUp key={names[i]} name={names[i] ?? ""} found={found} />
        ))}
      </ul>
      {pairs.length > 0 && (
        <section aria-label="Slots in use, side by side">
          <h3 className="sim__title">Who is busy, and who waits</h3>
          <p className="sim__aside">
            Slots in use with {names[0]}, then with {names[1]}, and how long each waits.
          </p>
          <CutList
            className="sim-agents"
            items={pairs}
            keyOf={({ id }) => id}
            first={FIRST}
            row={(pair) => <Pair pair={pair} topology={a.topology} />}
          />
        </section>
      )}
    </>
  );
}

interface KeepsUpProps {
  readonly name: string;
  readonly found: SimulatedLoad;
}

function KeepsUp({ name, found }: KeepsUpProps) {
  const over = found.agents.filter((agent) => agent.slots !== null && isSaturated(agent)).length;
  const Mark = over === 0 ? CircleCheck : CircleX;
  return (
    <li className="load-beside__verdict" data-over={over > 0}>
      <Mark size={14} aria-hidden />
      <span>
        <bdi>{name}</bdi>:{" "}
        {over === 0
          ? "every agent keeps up"
          : over === 1
            ? "1 agent is asked for more than it can do"
            : `${over} agents are asked for more than they can do`}
      </span>
    </li>
  );
}

interface AgentPair {
  readonly id: string;
  /** Null where the agent is no part of that design, or has no limit in it. */
  readonly a: AgentLoad | null;
  readonly b: AgentLoad | null;
}

/** Agents that have a limit in one of both, the busiest first. */
function pairsOf(a: SimulatedLoad, b: SimulatedLoad): AgentPair[] {
  const limited = ({ agents }: SimulatedLoad) =>
    new Map(agents.filter(({ slots }) => slots !== null).map((agent) => [agent.id, agent]));
  const [first, second] = [limited(a), limited(b)];
  const busy = ({ a, b }: AgentPair) =>
    Math.max(a?.utilisation?.mean ?? 0, b?.utilisation?.mean ?? 0);
  return [...new Set([...first.keys(), ...second.keys()])]
    .map((id) => ({ id, a: first.get(id) ?? null, b: second.get(id) ?? null }))
    .sort((x, y) => busy(y) - busy(x) || x.id.localeCompare(y.id));
}

function Pair({ pair, topology }: { readonly pair: AgentPair; readonly topology: string }) {
  const name = useDocument((state) => nameOf(state, "agent", pair.id));
  return (
    <button
      type="button"
      className="sim-row"
      title="Show it on the drawing"
      data-testid={`loads-agent-${pair.id}`}
      onClick={() => goTo({ kind: "agent", id: pair.id }, topology)}
    >
      <span className="sim-row__head">
        <bdi className="sim-row__name">{name}</bdi>
        <b>
          {inUse(pair.a)} → {inUse(pair.b)}
        </b>
      </span>
      {[pair.a, pair.b].map((agent, i) => (
        <span
          key={i === 0 ? "first" : "second"}
          className={`load-use load-use--${i === 0 ? "first" : "second"}`}
          aria-hidden
        >
          <span style={{ width: `${Math.min(100, (agent?.utilisation?.mean ?? 0) * 100)}%` }} />
        </span>
      ))}
      <small className="muted">
        waits {waits(pair.a)} → {waits(pair.b)}
      </small>
    </button>
  );
}

function inUse(agent: AgentLoad | null): string {
  if (agent === null) return "not there";
  return agent.utilisation ? share(agent.utilisation.mean) : "nobody there";
}

function waits(agent: AgentLoad | null): string {
  return agent?.waiting_ms ? milliseconds(agent.waiting_ms.mean) : "not at all";
}
