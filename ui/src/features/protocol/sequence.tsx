/** A run as a sequence diagram: numbers lead to the sentences beside it. What is lost ends in a cross, who is down has a broken line. */
import { useId } from "react";
import type { Trace, TraceStep } from "../../platform";
import { type Arrow, HEAD, ROW, shapeOf, yOf } from "./sequence-shape";

/** The width of a letter of a name, in pixels. */
const LETTER = 6.4;

export interface SequenceProps {
  readonly trace: Trace;
  readonly title: string;
}

export function Sequence({ trace, title }: SequenceProps) {
  const { column, width, height, lines, arrows } = shapeOf(trace);
  const letters = Math.floor((column - 12) / LETTER);
  const xOf = (party: number) => lines[party]?.x ?? 0;
  const head = `${useId()}head`;
  return (
    <div className="sequence" data-sequence>
      <svg
        xmlns="http://www.w3.org/2000/svg"
        role="img"
        aria-label={title}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
      >
        <title>{title}</title>
        <defs>
          <marker
            id={head}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
          >
            <path className="sequence__head" d="M0 0 L8 4 L0 8 z" />
          </marker>
        </defs>
        {lines.map(({ x, parts }) =>
          parts.map(({ from, to, down }) => (
            <line
              key={`${x} ${from}`}
              className={down ? "sequence__life sequence__life--down" : "sequence__life"}
              x1={x}
              x2={x}
              y1={from}
              y2={to}
            />
          )),
        )}
        {trace.parties.map(({ name, kind }, party) => (
          <g key={`${kind} ${xOf(party)}`} className={`sequence__party sequence__party--${kind}`}>
            <rect
              x={xOf(party) - column / 2 + 3}
              y={6}
              width={column - 6}
              height={HEAD - 12}
              rx={6}
            />
            <text x={xOf(party)} y={HEAD / 2 + 4}>
              <title>{name}</title>
              {name.length > letters ? `${name.slice(0, letters - 1)}…` : name}
            </text>
          </g>
        ))}
        <Round from={trace.repeats_from ?? null} width={width} height={height} />
        {arrows.map((arrow) => (
          <ArrowLine key={arrow.key} arrow={arrow} head={head} />
        ))}
        {trace.steps.map((step, number) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a run does not change; its steps are told apart by their numbers.
          <Mark key={number} step={step} number={number} x={xOf(step.party)} />
        ))}
      </svg>
    </div>
  );
}

function ArrowLine({ arrow, head }: { readonly arrow: Arrow; readonly head: string }) {
  const { from, to, fate, label } = arrow;
  const [x, y] = to;
  const arrived = fate === "arrives" || fate === "again";
  const right = x > from[0];
  const beside = from[0] + (right ? 12 : -12);
  return (
    <g className={`sequence__arrow sequence__arrow--${fate}`} data-fate={fate}>
      <line
        x1={from[0]}
        y1={from[1]}
        x2={x}
        y2={y}
        markerEnd={fate === "lost" ? undefined : `url(#${head})`}
      />
      {fate === "lost" && <path d={`M${x - 5} ${y - 5} l10 10 m0 -10 l-10 10`} />}
      {arrived ? (
        <text x={(from[0] + x) / 2} y={(from[1] + y) / 2 - 5}>
          {label}
        </text>
      ) : (
        // Beside the number of the step that sent it.
        <text className={right ? "sequence__start" : "sequence__last"} x={beside} y={from[1] - 5}>
          {label}
        </text>
      )}
    </g>
  );
}

interface MarkProps {
  readonly step: TraceStep;
  readonly number: number;
  readonly x: number;
}

/** The number of a step on the line of its party; a crash is a cross. */
function Mark({ step, number, x }: MarkProps) {
  const y = yOf(number);
  const bad = step.kind === "crash" || step.kind === "lose";
  return (
    <g className={bad ? "sequence__mark sequence__mark--bad" : "sequence__mark"}>
      <title>{step.text}</title>
      <circle cx={x} cy={y} r={8.5} />
      <text x={x} y={y + 3.5}>
        {number + 1}
      </text>
      {step.kind === "crash" && (
        <path className="sequence__crash" d={`M${x + 13} ${y - 5} l10 10 m0 -10 l-10 10`} />
      )}
    </g>
  );
}

interface RoundProps {
  readonly from: number | null;
  readonly width: number;
  readonly height: number;
}

/** What goes round for ever. */
function Round({ from, width, height }: RoundProps) {
  if (from === null) return null;
  const y = yOf(from) - ROW / 2;
  return (
    <g className="sequence__round">
      <rect x={2} y={y} width={width - 4} height={height - y - 2} rx={6} />
      <text x={8} y={y + 12}>
        for ever
      </text>
    </g>
  );
}
