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
  const whole = found.targets.filter(({ source }) => source !== "handoff");
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
        {ranges(whole).map((range) => (
          <li key={keyOf(range)}>
            <Range range={range} topology={found.topology} />
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
        items={ranges(missed)}
        keyOf={keyOf}
        first={MISSED}
        row={(range) => <Range range={range} topology={topology} />}
      />
    </details>
  );
}

const MISSED = 8;

/** Targets of one figure: at least so much, at most so much, or between the two. */
type Targets = readonly [FigureTarget, ...FigureTarget[]];

function ranges(targets: readonly FigureTarget[]): Targets[] {
  const found = new Map<string, [FigureTarget, ...FigureTarget[]]>();
  for (const target of targets) {
    const key = keyOf([target]);
    const known = found.get(key);
    if (known) known.push(target);
    else found.set(key, [target]);
  }
  return [...found.values()];
}

function keyOf([{ figure, subject }]: Targets): string {
  return `${figure} ${subject?.id ?? ""}`;
}

interface RangeProps {
  readonly range: Targets;
  readonly topology: string;
}

function Range({ range, topology }: RangeProps) {
  const [{ figure, subject, found }] = range;
  const about = useDocument((state) => (subject ? labelOf(state, subject) : null));
  const holds = range.every((target) => target.holds);
  const Mark = holds ? CircleCheck : CircleX;
  return (
    <div className="sim-target" data-holds={holds} data-testid={`target-${figure}`}>
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
        <small>{wantedWords(range)}</small>
      </span>
    </div>
  );
}

function wantedWords(range: Targets): string {
  const words = ({ figure, wanted }: FigureTarget) => figureWords(figure, wanted);
  const least = range.find(({ is_at_least }) => is_at_least);
  const most = range.find(({ is_at_least }) => !is_at_least);
  if (least && most) return `${words(least)} to ${words(most)}`;
  return least ? `at least ${words(least)}` : most ? `at most ${words(most)}` : "";
}
