/** The pattern that fits best with its reasons, and what it costs beside what is drawn today. */
import { Check, Minus, Plus } from "lucide-react";
import { useId, useState } from "react";
import type { Fit, Pattern } from "../../platform";
import { PATTERNS } from "../inspector/handoff/words";
import { ASPECTS } from "./words";

export function Recommendation({ fits }: { readonly fits: readonly Fit[] }) {
  const [best] = fits;
  const [chosen, setChosen] = useState<Pattern | null>(null);
  if (!best) return null;
  const today = fits.find(({ present }) => present) ?? null;
  // What is there and fits best is compared with the next best.
  const usual = best.present ? (fits.find(({ present }) => !present) ?? best) : best;
  const other = fits.find(({ pattern }) => pattern === chosen) ?? usual;
  return (
    <>
      <section aria-label="Recommendation" data-testid="recommendation">
        <h3 className="patterns__title">Recommended</h3>
        {best.points > 0 ? (
          <>
            <p className="patterns__best">
              <strong>{PATTERNS[best.pattern]}</strong>
              {best.present && (
                <span className="patterns__there">
                  <Check size={12} aria-hidden />
                  it is there
                </span>
              )}
            </p>
            <Reasons fit={best} />
          </>
        ) : (
          <p className="muted">
            Nothing speaks for one pattern more than for another: say above what the work is like.
          </p>
        )}
      </section>
      <Comparison fits={fits} today={today} other={other} onChoose={setChosen} />
    </>
  );
}

function Reasons({ fit: { reasons_for, reasons_against } }: { readonly fit: Fit }) {
  return (
    <ul className="patterns__reasons">
      {reasons_for.map((reason) => (
        <li key={reason} data-speaks="for">
          <Plus size={13} aria-label="For it" />
          {reason}
        </li>
      ))}
      {reasons_against.map((reason) => (
        <li key={reason} data-speaks="against">
          <Minus size={13} aria-label="Against it" />
          {reason}
        </li>
      ))}
    </ul>
  );
}

interface ComparisonProps {
  readonly fits: readonly Fit[];
  readonly today: Fit | null;
  readonly other: Fit;
  readonly onChoose: (pattern: Pattern) => void;
}

function Comparison({ fits, today, other, onChoose }: ComparisonProps) {
  const id = useId();
  return (
    <section aria-label="Trade-offs" className="trade-offs" data-testid="trade-offs">
      <h3 className="patterns__title">Trade-offs</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="trade-offs__when">Today</span>
              {today ? PATTERNS[today.pattern] : "No pattern"}
            </th>
            <th scope="col">
              <label htmlFor={id} className="trade-offs__when">
                Compared with
              </label>
              <select
                id={id}
                className="input"
                value={other.pattern}
                data-testid="compared"
                onChange={(event) => onChoose(event.target.value as Pattern)}
              >
                {fits.map(({ pattern, points }) => (
                  <option key={pattern} value={pattern}>
                    {PATTERNS[pattern]} ({points > 0 ? `+${points}` : points})
                  </option>
                ))}
              </select>
            </th>
          </tr>
        </thead>
        {ASPECTS.map(({ key, name }) => (
          <tbody key={key}>
            <tr>
              <th scope="rowgroup" colSpan={2} className="trade-offs__aspect">
                {name}
              </th>
            </tr>
            <tr>
              <td>{today?.trade_offs[key] ?? "Whatever each agent does."}</td>
              <td>{other.trade_offs[key]}</td>
            </tr>
          </tbody>
        ))}
      </table>
      {(other.reasons_for.length > 0 || other.reasons_against.length > 0) && (
        <>
          <p className="trade-offs__why">{PATTERNS[other.pattern]} for this work</p>
          <Reasons fit={other} />
        </>
      )}
    </section>
  );
}
