/** How long requests take: a histogram with the times that half, 95 and 99 of 100 requests stay below. */
import { AxisBottom } from "@visx/axis";
import { scaleLinear, scaleLog } from "@visx/scale";
import { Bar, Line } from "@visx/shape";
import { useRem } from "../../components/rem";
import type { Latency, Simulated, TimeBucket } from "../../platform";
import { ChartFrame } from "./chart-frame";
import { milliseconds, share } from "./words";

export type LatencyChartProps = Pick<Simulated, "histogram" | "latency_ms" | "topology">;

/** In rem. */
const MARKS = 2.9;
const BARS = 5;
const AXIS = 1.5;
/** Times that are so many times apart are shown on a logarithmic scale. */
const FAR_APART = 20;
/** In rem: what a tick's words take. */
const TICK = 4;

export function LatencyChart({ histogram, latency_ms, topology }: LatencyChartProps) {
  const rem = useRem();
  const marks = marksOf(latency_ms);
  const highest = Math.max(...histogram.map((each) => each.share));
  const told = marks.map(({ name, ms }) => `${name} ${milliseconds(ms)}`).join(", ");
  return (
    <ChartFrame
      title="How long a request takes"
      file={`${topology}-times`}
      told={`How long a request takes: ${told}.`}
      columns={["Time", "Share"]}
      rows={[
        ...marks.map(({ name, ms }) => [name, milliseconds(ms)]),
        ...histogram.map(({ from_ms, to_ms, share: part }) => [
          `${milliseconds(from_ms)} to ${milliseconds(to_ms)}`,
          share(part),
        ]),
      ]}
    >
      {(width) => {
        const x = timesOf(histogram, marks, width);
        const y = scaleLinear<number>({ domain: [0, highest], range: [0, BARS * rem] });
        const floor = (MARKS + BARS) * rem;
        return {
          height: floor + AXIS * rem,
          picture: (
            <>
              {histogram.map(({ from_ms, to_ms, share: part }) => (
                <Bar
                  key={from_ms}
                  className="sim-time"
                  x={x(from_ms)}
                  y={floor - y(part)}
                  width={Math.max(1, x(to_ms) - x(from_ms) - 1)}
                  height={y(part)}
                />
              ))}
              {marks.map(({ name, ms }, i) => (
                <Line
                  key={name}
                  className="sim-mark"
                  from={{ x: x(ms), y: rem * (0.2 + i * 0.9) }}
                  to={{ x: x(ms), y: floor }}
                />
              ))}
              {marks.map(({ name, ms }, i) => (
                <MarkWords
                  key={name}
                  words={`${name} ${milliseconds(ms)}`}
                  x={x(ms)}
                  y={rem * (0.75 + i * 0.9)}
                  width={width}
                />
              ))}
              <AxisBottom
                scale={x}
                top={floor}
                numTicks={Math.max(2, Math.floor(width / (TICK * rem)))}
                tickValues={ticksOf(x, Math.max(2, Math.floor(width / (TICK * rem))))}
                tickFormat={(value) => milliseconds(Number(value))}
                axisLineClassName="sim-axis"
                tickLineProps={{ className: "sim-axis", stroke: "currentColor" }}
                tickLength={3}
                tickLabelProps={() => ({
                  className: "sim-chart__tick",
                  textAnchor: "middle",
                  dy: 2,
                })}
              />
            </>
          ),
        };
      }}
    </ChartFrame>
  );
}

type Times = ReturnType<typeof scaleLog<number>> | ReturnType<typeof scaleLinear<number>>;

/** From the shortest time to the longest that is worth its room; what is shorter than a millisecond counts as one. */
function timesOf(histogram: readonly TimeBucket[], marks: readonly MarkOf[], width: number): Times {
  const from = Math.max(1, histogram[0]?.from_ms ?? 1);
  const ends = [histogram.at(-1)?.to_ms ?? 1, ...marks.map(({ ms }) => ms)];
  const to = Math.max(from * 1.1, ...ends);
  const options = { domain: [from, to], range: [0, width], clamp: true };
  return to / from > FAR_APART ? scaleLog<number>(options) : scaleLinear<number>(options);
}

/** Round times that have room beside each other and inside of the picture. */
function ticksOf(x: Times, most: number): number[] {
  const [from = 0, to = 0] = x.domain();
  const [left = 0, right = 1] = x.range();
  const room = (right - left) / (most + 1);
  const round = steps(from, to);
  const kept: number[] = [];
  for (const value of round) {
    const at = x(value);
    const last = kept.at(-1);
    if (at < left + room / 2 || at > right - room / 2) continue;
    if (last === undefined || at - x(last) >= room) kept.push(value);
  }
  return kept;
}

/** 1, 2 and 5 of every power of ten between two times. */
function steps(from: number, to: number): number[] {
  const least = Math.floor(Math.log10(Math.max(from, to / 1000, 0.001)));
  const found: number[] = [];
  for (let power = least; power <= Math.ceil(Math.log10(to)); power++)
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (value >= from && value <= to) found.push(value);
    }
  return found;
}

interface MarkOf {
  readonly name: string;
  readonly ms: number;
}

function marksOf(latency: Latency | null): MarkOf[] {
  const { p50, p95, p99 } = latency ?? {};
  const known = [
    { name: "p50", ms: p50 },
    { name: "p95", ms: p95 },
    { name: "p99", ms: p99 },
  ];
  return known.flatMap(({ name, ms }) => (ms == null ? [] : [{ name, ms }]));
}

interface MarkWordsProps {
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Beside its line, on the side where there is room. */
function MarkWords({ words, x, y, width }: MarkWordsProps) {
  const after = x < width / 2;
  return (
    <text
      className="sim-chart__mark"
      x={x + (after ? 4 : -4)}
      y={y}
      textAnchor={after ? "start" : "end"}
    >
      {words}
    </text>
  );
}
