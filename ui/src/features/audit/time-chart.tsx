/** A figure over time, as it was at each point of the registry's history. What stands between two points is what the first one left. */
import { dayWords, momentWords } from "./words";
import "./chart.css";

export interface TimeChartProps {
  /** What is shown, for example Risk. */
  readonly title: string;
  /** Moments, the earliest first. */
  readonly times: readonly string[];
  /** One for each moment; null where there was nothing to measure. */
  readonly values: readonly (number | null)[];
  /** The largest value that there can be; the least is 0. */
  readonly most: number;
  readonly words: (value: number) => string;
}

const WIDTH = 320;
const HEIGHT = 96;
const PAD = { left: 4, right: 6, top: 8, bottom: 4 };

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly at: string;
}

export function TimeChart({ title, times, values, most, words }: TimeChartProps) {
  const top = ceiling(values, most);
  const dots = dotsOf(times, values, top);
  const [first] = dots;
  const last = dots.at(-1);
  if (!first || !last) return <p className="muted">There was nothing to measure in this time.</p>;
  const told =
    dots.length === 1
      ? `${title}: ${words(last.value)} on ${dayWords(last.at)}. A line begins with the next change.`
      : `${title}: ${words(first.value)} on ${dayWords(first.at)}, ${words(last.value)} on ${dayWords(last.at)}.`;
  return (
    <figure className="chart">
      <svg
        className="chart__picture"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={told}
      >
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            className="chart__rule"
            x1={0}
            x2={WIDTH}
            y1={yOf(share * top, top)}
            y2={yOf(share * top, top)}
          />
        ))}
        <path className="chart__area" d={`${stepsOf(dots)} V${yOf(0, top)} H${first.x} Z`} />
        <path className="chart__line" d={stepsOf(dots)} />
        {dots.map((dot) => (
          <circle key={`${dot.x} ${dot.y}`} className="chart__dot" cx={dot.x} cy={dot.y} r={2.5}>
            <title>{`${words(dot.value)}, ${momentWords(dot.at, times)}`}</title>
          </circle>
        ))}
      </svg>
      <span className="chart__top" aria-hidden>
        {words(top)}
      </span>
      <figcaption className="chart__words">
        {dots.length === 1 ? (
          told
        ) : (
          <>
            <span>{momentWords(first.at, times)}</span>
            <span>
              {words(first.value)} → <b>{words(last.value)}</b>
            </span>
            <span>{momentWords(last.at, times)}</span>
          </>
        )}
      </figcaption>
      {dots.length > 1 && <Numbers title={title} dots={dots} times={times} words={words} />}
    </figure>
  );
}

interface NumbersProps extends Pick<TimeChartProps, "title" | "times" | "words"> {
  readonly dots: readonly Dot[];
}

function Numbers({ title, dots, times, words }: NumbersProps) {
  return (
    <details className="chart__numbers">
      <summary>As numbers</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">{title}</th>
          </tr>
        </thead>
        <tbody>
          {dots.map(({ at, x, value }) => (
            <tr key={x}>
              <td>{momentWords(at, times)}</td>
              <td>{words(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** The same without words, for a row of a table whose numbers stand beside it. */
export function Sparkline({
  times,
  values,
  most,
}: Pick<TimeChartProps, "times" | "values" | "most">) {
  const dots = dotsOf(times, values, most);
  if (dots.length < 2) return <span className="spark" aria-hidden />;
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <path className="chart__area" d={`${stepsOf(dots)} V${yOf(0, most)} H${dots[0]?.x ?? 0} Z`} />
      <path className="chart__line" d={stepsOf(dots)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** Small figures are not pressed into the ground: the scale ends at a quarter, a half, or the whole. */
function ceiling(values: readonly (number | null)[], most: number): number {
  const highest = Math.max(0, ...values.filter((value) => value !== null));
  return [most / 10, most / 4, most / 2].find((step) => highest <= step) ?? most;
}

function yOf(value: number, most: number): number {
  return HEIGHT - PAD.bottom - (value / most) * (HEIGHT - PAD.top - PAD.bottom);
}

function dotsOf(times: readonly string[], values: readonly (number | null)[], most: number): Dot[] {
  // A clock that was set back does not bring time back.
  let latest = Number.NEGATIVE_INFINITY;
  const moments = times.map((at) => {
    latest = Math.max(latest, Date.parse(at));
    return latest;
  });
  const from = moments[0] ?? 0;
  const span = Math.max(1, latest - from);
  const room = WIDTH - PAD.left - PAD.right;
  return values.flatMap((value, i) => {
    const at = times[i];
    const moment = moments[i];
    if (value === null || at === undefined || moment === undefined) return [];
    const share = times.length === 1 ? 0.5 : (moment - from) / span;
    return [{ x: round(PAD.left + share * room), y: round(yOf(value, most)), value, at }];
  });
}

function stepsOf([first, ...rest]: readonly Dot[]): string {
  if (!first) return "";
  return `M${first.x} ${first.y}${rest.map(({ x, y }) => ` H${x} V${y}`).join("")}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
