/** The figures of a result, those that have a target beside it as met or missed. */
import { CircleCheck, CircleX } from "lucide-react";
import { labelOf } from "../../document/labels";
import { useDocument } from "../../document/store";
import type { Simulated, FigureTarget } from "../../platform";
import { goTo } from "./show";
import { dollars, figureName, figureWords, milliseconds, share } from "./words";

export function Figures({ found }: { readonly found: Simulated }) {
  const { hops, cost_usd, latency_ms, handoff_success, context_fidelity } = found;
  const held = new Set(found.targets.flatMap(({ figure, subject }) => (subject ? [] : [figure])));
  const plain: readonly (readonly [string, string | null])[] = [
    ["handoff_success", handoff_success === null ? null : share(handoff_success)],
    ["context_fidelity", context_fidelity === null ? null : share(context_fidelity)],
    ["hops", hops === null ? null : figureWords("hops", hops)],
    ["latency_ms.mean", latency_ms === null ? null : milliseconds(latency_ms.mean)],
    ["cost_usd", cost_usd === null ? null : dollars(cost_usd)],
  ];
  return (
    <section aria-label="Figures">
      <h3 className="sim__title">Against the targets</h3>
      <ul className="sim-targets">
        {found.targets.map((target) => (
          <Target
            key={`${target.figure} ${target.is_at_least} ${target.subject?.id ?? ""}`}
            target={target}
            topology={found.topology}
          />
        ))}
      </ul>
      <dl className="sim-figures">
        {plain
          .filter(([figure]) => !held.has(figure))
          .map(([figure, words]) => (
            <div key={figure}>
              <dt>{figureName(figure)}</dt>
              <dd>{words ?? <span className="muted">not known</span>}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function Target({ target, topology }: { readonly target: FigureTarget; readonly topology: string }) {
  const { figure, subject, wanted, is_at_least, found, holds } = target;
  const about = useDocument((state) => (subject ? labelOf(state, subject) : null));
  const Mark = holds ? CircleCheck : CircleX;
  return (
    <li className="sim-target" data-holds={holds} data-testid={`target-${figure}`}>
      <Mark size={14} aria-label={holds ? "Met" : "Missed"} />
      <span className="sim-target__what">
        {figureName(figure)}
        {subject && (
          <button type="button" className="sim__link" onClick={() => goTo(subject, topology)}>
            <bdi>{about}</bdi>
          </button>
        )}
      </span>
      <span className="sim-target__found">
        <b>{found === null ? "not known" : figureWords(figure, found)}</b>
        <small>
          {is_at_least ? "at least" : "at most"} {figureWords(figure, wanted)}
        </small>
      </span>
    </li>
  );
}
