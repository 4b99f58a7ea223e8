/** Handoffs on which load is felt, those that lose most first: retries, timeouts, breakers. */
import { useMemo } from "react";
import { labelOf } from "../../document/labels";
import { useDocument } from "../../document/store";
import type { HandoffLoad, SimulatedLoad } from "../../platform";
import { CutList } from "../impact/cut-list";
import { count } from "./load-words";
import { goTo } from "./show";
import { share } from "./words";

const FIRST = 5;
/** Fewer requests than that are not worth a row. */
const LEAST = 0.00005;

export function LoadHandoffs({ found }: { readonly found: SimulatedLoad }) {
  const { handoffs, topology } = found;
  const struck = useMemo(
    () =>
      handoffs
        .filter((handoff) => feltBy(handoff).length > 0)
        .sort((a, b) => b.lost - a.lost || feltIn(b) - feltIn(a) || a.id.localeCompare(b.id)),
    [handoffs],
  );
  return (
    <section aria-label="Where load is felt">
      <h3 className="sim__title">Where load is felt</h3>
      {struck.length === 0 ? (
        <p className="muted">No handoff loses or delays an attempt to load.</p>
      ) : (
        <p className="sim__aside">
          Each handoff with the requests, out of all, that load lost there.
        </p>
      )}
      <CutList
        className="sim-deaths"
        items={struck}
        keyOf={({ id }) => id}
        first={FIRST}
        row={(handoff) => <Row handoff={handoff} most={struck[0]?.lost ?? 0} topology={topology} />}
      />
    </section>
  );
}

/** What load does to its attempts, in words. */
function feltBy(handoff: HandoffLoad): string[] {
  const shares = [
    [handoff.queue_full, "turned away"],
    [handoff.rate_limited, "over the rate limit"],
    [handoff.timed_out, "timed out"],
    [handoff.breaker_open, "stopped by the breaker"],
  ] as const;
  return [
    ...shares
      .filter(([value]) => value >= LEAST)
      .map(([value, what]) => `${share(value)} of the attempts ${what}`),
    ...(handoff.openings_per_hour > 0
      ? [`breaker opens ${count(handoff.openings_per_hour)} times an hour`]
      : []),
  ];
}

function feltIn({ queue_full, rate_limited, timed_out, breaker_open }: HandoffLoad): number {
  return queue_full + rate_limited + timed_out + breaker_open;
}

interface RowProps {
  readonly handoff: HandoffLoad;
  readonly most: number;
  readonly topology: string;
}

function Row({ handoff, most, topology }: RowProps) {
  const { id, lost, amplification } = handoff;
  const name = useDocument((state) => labelOf(state, { kind: "handoff", id }));
  const attempts = amplification === null ? [] : [`${count(amplification)} attempts a use`];
  return (
    <button
      type="button"
      className="sim-row"
      title="Show it on the drawing"
      data-testid={`load-handoff-${id}`}
      onClick={() => goTo({ kind: "handoff", id }, topology)}
    >
      <span className="sim-row__head">
        <bdi className="sim-row__name">{name}</bdi>
        <b>{share(lost)}</b>
      </span>
      {most > 0 && (
        <span className="sim-row__bar" aria-hidden>
          <span className="sim-row__fill" style={{ width: `${(100 * lost) / most}%` }} />
        </span>
      )}
      <small className="muted">{[...attempts, ...feltBy(handoff)].join(" · ")}</small>
    </button>
  );
}
