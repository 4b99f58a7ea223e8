/** How requests end in two designs: two bars for each outcome. */
import { Group } from "@visx/group";
import { scaleLinear } from "@visx/scale";
import { Bar } from "@visx/shape";
import { useRem } from "../../components/rem";
import type { Simulated } from "../../platform";
import { ChartFrame } from "./chart-frame";
import { FATE_WORDS, FATES, share } from "./words";

/** What of a result, walked or under load, the chart tells. */
type Ends = Pick<Simulated, "outcomes" | "topology">;

export interface ComparisonChartProps {
  readonly comparison: { readonly a: Ends; readonly b: Ends };
  readonly names: readonly [string, string];
}

/** In rem. */
const WORDS = 0.75;
const LINE = 1;
const BAR = 0.45;
/** Where there is less room, words and numbers stand one above the other, as do the names of the two. */
const BESIDE = 17;

export function ComparisonChart({ comparison: { a, b }, names }: ComparisonChartProps) {
  const rem = useRem();
  const shown = FATES.filter((fate) => a.outcomes[fate] > 0 || b.outcomes[fate] > 0);
  const told = shown
    .map(
      (fate) =>
        `${FATE_WORDS[fate].name} ${share(a.outcomes[fate])} and ${share(b.outcomes[fate])}`,
    )
    .join(", ");
  return (
    <ChartFrame
      title="How requests end"
      file={`${a.topology}-beside-${b.topology}`}
      told={`How requests end with ${names[0]} and with ${names[1]}: ${told}.`}
      columns={[
        "Outcome",
        ...names.map((name, i) => `${name}${names[0] === names[1] ? ` ${i + 1}` : ""}`),
      ]}
      rows={shown.map((fate) => [
        FATE_WORDS[fate].name,
        share(a.outcomes[fate]),
        share(b.outcomes[fate]),
      ])}
    >
      {(width) => {
        const x = scaleLinear<number>({ domain: [0, 1], range: [0, width] });
        const stacked = width < BESIDE * rem;
        const key = (stacked ? 2.5 : 1.5) * rem;
        const bars = (stacked ? 2 * LINE : LINE) * rem + 1;
        const row = bars + (2 * BAR + 0.6) * rem;
        return {
          height: key + shown.length * row,
          picture: (
            <>
              <text className="sim-chart__words" x={0} y={WORDS * rem}>
                <tspan className="sim-chart__first">▬ </tspan>
                {names[0]}
                <tspan
                  className="sim-chart__second"
                  {...(stacked ? { x: 0, dy: LINE * rem } : { dx: rem })}
                >
                  ▬{" "}
                </tspan>
                {names[1]}
              </text>
              {shown.map((fate, i) => (
                <Group key={fate} top={key + i * row}>
                  <text className="sim-chart__words" x={0} y={WORDS * rem}>
                    {FATE_WORDS[fate].name}
                  </text>
                  <text
                    className="sim-chart__value"
                    x={stacked ? 0 : width}
                    y={(stacked ? WORDS + LINE : WORDS) * rem}
                    textAnchor={stacked ? "start" : "end"}
                  >
                    {share(a.outcomes[fate])} → {share(b.outcomes[fate])}
                  </text>
                  {[a, b].map(({ outcomes }, j) => (
                    <Bar
                      key={names[j]}
                      className={j === 0 ? "sim-bar--first" : "sim-bar--second"}
                      y={bars + j * (BAR + 0.1) * rem}
                      width={Math.max(1.5, x(outcomes[fate]))}
                      height={BAR * rem}
                      rx={2}
                    />
                  ))}
                </Group>
              ))}
            </>
          ),
        };
      }}
    </ChartFrame>
  );
}
