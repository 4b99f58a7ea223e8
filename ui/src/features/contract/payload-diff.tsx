/** A payload that one side may write and the other rejects: its lines, with what is rejected marked and the reason beside it. */
import { useMemo, useState } from "react";
import { folded, payloadLines } from "./payload-lines";

export interface PayloadDiffProps {
  readonly label: string;
  readonly payload: unknown;
  /** Where in the refusing schema. */
  readonly pointer: string | null;
  readonly reason: string | null;
}

const SIGNS = { refused: "×", missing: "+" };
const SAID = { refused: "rejected: ", missing: "missing: " };

export function PayloadDiff({ label, payload, pointer, reason }: PayloadDiffProps) {
  const [whole, setWhole] = useState(false);
  const lines = useMemo(() => payloadLines(payload, pointer, reason), [payload, pointer, reason]);
  const shown = useMemo(() => (whole ? lines : folded(lines)), [whole, lines]);
  const first = shown.findIndex((line) => "mark" in line && line.mark !== null);
  return (
    <figure className="payload-diff" aria-label={label} data-testid="counterexample">
      <ol className="payload-diff__lines selectable">
        {shown.map((line, i) =>
          "skipped" in line ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's number is its identity.
            <li key={i} className="payload-diff__gap">
              <button type="button" onClick={() => setWhole(true)}>
                {line.skipped} more lines
              </button>
            </li>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's number is its identity.
            <li key={i} className={line.mark ? `is-${line.mark}` : undefined}>
              <span className="payload-diff__sign" aria-hidden>
                {line.mark ? SIGNS[line.mark] : ""}
              </span>
              <code>
                {line.mark && i === first && (
                  <span className="visually-hidden">{SAID[line.mark]}</span>
                )}
                {line.text}
              </code>
              {i === first && reason !== null && (
                <span className="payload-diff__reason">{reason}</span>
              )}
            </li>
          ),
        )}
      </ol>
    </figure>
  );
}
