/** Two results figure by figure: what is better, what is worse, and what the dice cannot tell apart. */
import { ArrowDown, ArrowUp, CircleCheck, CircleHelp, CircleX, Equal, Minus } from "lucide-react";
import type { FigureDifference, Interval } from "../../platform";
import { differenceWords, figureName, figureWords } from "./words";

export interface DifferencesProps {
  readonly differences: readonly FigureDifference[];
  /** What the two are called at the head of their columns. */
  readonly names: readonly [string, string];
}

export function Differences({ differences, names }: DifferencesProps) {
  return (
    <table className="sim-differences">
      <caption className="visually-hidden">
        {names[0]} and {names[1]}, figure by figure
      </caption>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">{names[0]}</th>
          <th scope="col">{names[1]}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((difference) => (
          <Row key={difference.figure} of={difference} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ of }: { readonly of: FigureDifference }) {
  const { figure, a, b, difference, interval } = of;
  const verdict = verdictOf(of);
  const { word, Mark } = VERDICTS[verdict];
  return (
    <>
      <tr className="sim-difference" data-testid={`difference-${figure}`}>
        <th scope="row">{figureName(figure)}</th>
        <td>{a === null ? "not known" : figureWords(figure, a)}</td>
        <td>
          <b>{b === null ? "not known" : figureWords(figure, b)}</b>
        </td>
      </tr>
      <tr className="sim-difference__verdict" data-verdict={verdict}>
        <td colSpan={3}>
          <Mark size={12} className="sim-difference__mark" aria-hidden />
          {word}
          {difference !== null && verdict !== "open" && verdict !== "same" && (
            <span className="muted">
              {differenceWords(figure, difference)}
              {interval && ` (${reach(figure, interval)})`}
            </span>
          )}
        </td>
      </tr>
    </>
  );
}

function reach(figure: string, { low, high }: Interval): string {
  return `${differenceWords(figure, low).replace(" points", "")} to ${differenceWords(figure, high)}`;
}

type Verdict = "better" | "worse" | "more" | "less" | "same" | "open" | "unknown";

const VERDICTS = {
  better: { word: "Better", Mark: CircleCheck },
  worse: { word: "Worse", Mark: CircleX },
  // Neither is good or bad in itself.
  more: { word: "More", Mark: ArrowUp },
  less: { word: "Less", Mark: ArrowDown },
  same: { word: "The same", Mark: Equal },
  open: { word: "Too close to tell", Mark: CircleHelp },
  unknown: { word: "Not known on both sides", Mark: Minus },
} as const;

function verdictOf({ difference, interval, is_better }: FigureDifference): Verdict {
  if (is_better !== null) return is_better ? "better" : "worse";
  if (difference === null) return "unknown";
  if (difference === 0) return "same";
  if (interval && interval.low <= 0 && interval.high >= 0) return "open";
  return difference > 0 ? "more" : "less";
}
