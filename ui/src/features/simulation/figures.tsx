/** The figures of a result: those with a target as met or missed, then the others, then the targets of single handoffs. */
import { CircleCheck, CircleX } from "lucide-react";
import { labelOf } from "../../document/labels";
import { useDocument } from "../../document/store";
import type { FigureTarget, Simulated } from "../../platform";
import { CutList } from "../impact/cut-list";
import { goTo } from "./show";
import { dollars, figureName, figureWords, milliseconds, share } from "./words";

export function Figures({ found }: { readonly found: Simulated }) {
  const { hops, cost_usd, latency_ms, handoff_success, context_fidelity } = found;
  const whole = found.targets.filter(({ source }) => source === "default");
  const held = new Set(whole.flatMap(({ figure, subject }) => (subject ? [] : [figure])));
  const known = (value: number | null, words: (value: number) => string) =>
    value === null ? null : words(value);
  const plain: readonly (readonly [string, string | null])[] = [
    ["handoff_success", known(handoff_success, share)],
    ["context_fidelity", known(context_fidelity, share)],
    ["hops", known(hops, (value) => figureWords("hops", value))],
    ["latency_ms.mean", known(latency_ms?.mean ?? null, milliseconds)],
    ["cost_usd", known(cost_usd, dollars)],
  ];
  return (
    <section aria-label="Figures and targets">
      <h3 className="sim__title">Is that good enough?</h3>
      <ul className="sim-targets">
        {whole.map((target) => (
          <li key={keyOf(target)}>
            <Target target={target} topology={found.topology} />
          </li>
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
      <OwnTargets found={found} />
    </section>
  );
}

/** What single handoffs want for themselves: those that miss it. */
function OwnTargets({ found: { targets, topology } }: { readonly found: Simulated }) {
  const own = targets.filter(({ source }) => source === "handoff");
  const missed = own.filter(({ holds }) => !holds);
  if (own.length === 0) return null;
  return (
    <details className="sim-own">
      <summary data-testid="own-targets">
        Targets of single handoffs: {own.length - missed.length} of {own.length} met
      </summary>
      <CutList
        className="sim-targets"
        items={missed}
        keyOf={keyOf}
        first={MISSED}
        row={(target) => <Target target={target} topology={topology} />}
      />
    </details>
  );
}

const MISSED = 8;

function keyOf({ figure, is_at_least, subject }: FigureTarget): string {
  return `${figure} ${is_at_least} ${subject?.id ?? ""}`;
}

interface TargetProps {
  readonly target: FigureTarget;
  readonly topology: string;
}

function Target({ target, topology }: TargetProps) {
  const { figure, subject, wanted, is_at_least, found, holds } = target;
  const about = useDocument((state) => (subject ? labelOf(state, subject) : null));
  const Mark = holds ? CircleCheck : CircleX;
  const bound = is_at_least ? "at least" : "at most";
  return (
    <div
      className="sim-target"
      data-holds={holds}
      data-testid={`target-${figure}-${is_at_least ? "least" : "most"}`}
    >
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
          {bound} {figureWords(figure, wanted)}
        </small>
      </span>
    </div>
  );
}
