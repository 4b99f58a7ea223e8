/** Where requests end badly: the handoffs that were the last ones of what was lost, the worst first. */
import { useMemo } from "react";
import { labelOf } from "../../document/labels";
import { useDocument } from "../../document/store";
import { badOf, lossOf } from "../../document/traffic";
import type { HandoffUse, Simulated } from "../../platform";
import { CutList } from "../impact/cut-list";
import { goTo } from "./show";
import { lossWords, share } from "./words";

const FIRST = 5;
/** Fewer than one request in 100,000 is not worth a row. */
const LEAST = 0.00001;

export function Deaths({ found }: { readonly found: Simulated }) {
  const { handoffs, outcomes, topology } = found;
  const { worst, before } = useMemo(() => {
    const lossy = handoffs
      .filter((handoff) => lossOf(handoff) >= LEAST)
      .sort((a, b) => lossOf(b) - lossOf(a));
    const after = handoffs.reduce((sum, handoff) => sum + lossOf(handoff), 0);
    return { worst: lossy, before: badOf(outcomes) - after };
  }, [handoffs, outcomes]);
  const most = worst[0] ? lossOf(worst[0]) : 0;
  return (
    <section aria-label="Where requests die">
      <h3 className="sim__title">Where requests die</h3>
      {worst.length === 0 ? (
        <p className="muted">No request ends badly after a handoff.</p>
      ) : (
        <p className="sim__aside">
          Each handoff with the requests, out of all, that took it last and then ended badly.
        </p>
      )}
      <CutList
        className="sim-deaths"
        items={worst}
        keyOf={({ id }) => id}
        first={FIRST}
        row={(handoff) => <Death handoff={handoff} most={most} topology={topology} />}
      />
      {before >= LEAST && (
        <p className="sim__aside">
          Another {share(before)} end badly at the first agent, before any handoff.
        </p>
      )}
    </section>
  );
}

interface DeathProps {
  readonly handoff: HandoffUse;
  readonly most: number;
  readonly topology: string;
}

function Death({ handoff, most, topology }: DeathProps) {
  const { id } = handoff;
  const name = useDocument((state) => labelOf(state, { kind: "handoff", id }));
  const loss = lossOf(handoff);
  return (
    <button
      type="button"
      className="sim-row"
      title="Show it on the drawing"
      data-testid={`death-${id}`}
      onClick={() => goTo({ kind: "handoff", id }, topology)}
    >
      <span className="sim-row__head">
        <bdi className="sim-row__name">{name}</bdi>
        <b>{share(loss)}</b>
      </span>
      <span className="sim-row__bar" aria-hidden>
        <span className="sim-row__fill" style={{ width: `${(100 * loss) / most}%` }} />
      </span>
      <small className="muted">{lossWords(handoff.ends_here)}</small>
    </button>
  );
}
