/** How far mistakes travel before somebody notices, by where they are made. */
import { labelOf } from "../../document/labels";
import { useDocument } from "../../document/store";
import type { Compounding, Simulated } from "../../platform";
import { CutList } from "../impact/cut-list";
import { goTo } from "./show";
import { share } from "./words";

const FIRST = 3;

/** How a request comes to rest on something false. */
const CAUSES: Readonly<Record<Compounding["cause"], string>> = {
  hallucination: "made up",
  silent_failure: "tools fail unnoticed",
  malformed: "a malformed payload is taken as it is",
  delegation: "a called agent answers wrongly",
};

export function CompoundingList({
  found: { compounding, topology },
}: {
  readonly found: Simulated;
}) {
  if (compounding.length === 0) return null;
  return (
    <section aria-label="How far mistakes travel">
      <h3 className="sim__title">How far mistakes travel</h3>
      <p className="sim__aside">
        Where mistakes are made, and over how many handoffs each goes on before it is noticed or the
        request ends.
      </p>
      <CutList
        className="sim-compounding"
        items={compounding}
        keyOf={({ origin, cause }) => `${origin.kind} ${origin.id} ${cause}`}
        first={FIRST}
        row={(one) => <Row one={one} topology={topology} />}
      />
    </section>
  );
}

function Row({ one, topology }: { readonly one: Compounding; readonly topology: string }) {
  const { origin, cause, per_request, transfers } = one;
  const name = useDocument((state) => labelOf(state, origin));
  const handoffs = Number(transfers.toFixed(1));
  return (
    <button
      type="button"
      className="sim-row"
      title="Show it on the drawing"
      onClick={() => goTo(origin, topology)}
    >
      <span className="sim-row__head">
        <bdi className="sim-row__name">{name}</bdi>
        <b>
          {handoffs} {handoffs === 1 ? "handoff" : "handoffs"}
        </b>
      </span>
      <small className="muted">
        {CAUSES[cause]}, in {share(per_request)} of requests
      </small>
    </button>
  );
}
