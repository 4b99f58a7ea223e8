/** How requests end: a bar for each outcome, with how sure it is where requests were walked. */
import { Group } from "@visx/group";
import { scaleLinear } from "@visx/scale";
import { Bar, Line } from "@visx/shape";
import { useRem } from "../../components/rem";
import type { Interval, Simulated } from "../../platform";
import { ChartFrame } from "./chart-frame";
import { between, FATE_WORDS, FATES, type Fate, share, sure } from "./words";

export type OutcomeChartProps = Pick<Simulated, "outcomes" | "intervals" | "topology">;

/** In rem. */
const WORDS = 0.75;
const LINE = 1;
const BAR = 0.5;
/** Where there is less room, words and numbers stand one above the other. */
const BESIDE = 13;

export function OutcomeChart({ outcomes, intervals, topology }: OutcomeChartProps) {
  const rem = useRem();
  const shown = FATES.filter((fate) => outcomes[fate] > 0);
  const never = FATES.filter((fate) => outcomes[fate] === 0);
  const told = shown.map((fate) => `${FATE_WORDS[fate].name} ${share(outcomes[fate])}`).join(", ");
  return (
    <>
      <ChartFrame
        title="How requests end"
        file={`${topology}-outcomes`}
        told={`How requests end: ${told}.`}
        columns={intervals ? ["Outcome", "Share", "95 % sure"] : ["Outcome", "Share"]}
        rows={FATES.map((fate) => [
          FATE_WORDS[fate].name,
          share(outcomes[fate]),
          ...(intervals ? [between(intervals[fate])] : []),
        ])}
      >
        {(width) => {
          const x = scaleLinear<number>({ domain: [0, 1], range: [0, width] });
          const stacked = width < BESIDE * rem;
          const bar = (stacked ? 2 * LINE : LINE) * rem + 1;
          const row = bar + 2 * BAR * rem;
          return {
            height: shown.length * row,
            picture: shown.map((fate, i) => (
              <Group key={fate} top={i * row}>
                <Row
                  fate={fate}
                  value={outcomes[fate]}
                  interval={intervals?.[fate] ?? null}
                  stacked={stacked}
                  width={width}
                  rem={rem}
                />
                <Bar className="sim-bar__rest" y={bar} width={width} height={BAR * rem} rx={2} />
                <Bar
                  className={`sim-bar sim-bar--${fate}`}
                  y={bar}
                  width={Math.max(1.5, x(outcomes[fate]))}
                  height={BAR * rem}
                  rx={2}
                />
                {intervals && (
                  <Whisker
                    from={x(intervals[fate].low)}
                    to={x(intervals[fate].high)}
                    y={bar + (BAR * rem) / 2}
                    half={BAR * rem * 0.5}
                  />
                )}
              </Group>
            )),
          };
        }}
      </ChartFrame>
      {never.length > 0 && (
        <p className="sim__aside">
          Never: {never.map((fate) => FATE_WORDS[fate].name.toLowerCase()).join(", ")}.
        </p>
      )}
    </>
  );
}

interface RowProps {
  readonly fate: Fate;
  readonly value: number;
  readonly interval: Interval | null;
  readonly stacked: boolean;
  readonly width: number;
  readonly rem: number;
}

function Row({ fate, value, interval, stacked, width, rem }: RowProps) {
  const { name, meaning } = FATE_WORDS[fate];
  return (
    <>
      <text className="sim-chart__words" x={0} y={WORDS * rem}>
        {name}
        <title>{meaning}</title>
      </text>
      <text
        className="sim-chart__value"
        x={stacked ? 0 : width}
        y={(stacked ? WORDS + LINE : WORDS) * rem}
        textAnchor={stacked ? "start" : "end"}
      >
        {share(value)}
        {interval && (
          <tspan className="sim-chart__sure">
            {" "}
            {sure(interval)}
            <title>95 % sure: {between(interval)}</title>
          </tspan>
        )}
      </text>
    </>
  );
}

interface WhiskerProps {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly half: number;
}

function Whisker({ from, to, y, half }: WhiskerProps) {
  // Narrower than a hair, it would only look like a stain.
  if (to - from < 2) return null;
  return (
    <>
      <Line className="sim-whisker" from={{ x: from, y }} to={{ x: to, y }} />
      {[from, to].map((x) => (
        <Line key={x} className="sim-whisker" from={{ x, y: y - half }} to={{ x, y: y + half }} />
      ))}
    </>
  );
}
