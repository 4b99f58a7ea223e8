/** Where the parts of a sequence diagram stand, in pixels. */
import type { Trace, TraceMessage } from "../../platform";

export const HEAD = 40;
export const ROW = 38;
/** The room of a party: two stand well beside each other in the dock, three just so, more can be scrolled. */
const WIDE = 122;
const NARROW = 84;
/** How far a message that does not arrive gets. */
const LOST_AFTER = 0.62;

export type Fate = "arrives" | "again" | "lost" | "open";

export interface Arrow {
  readonly key: string;
  readonly fate: Fate;
  readonly label: string;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

export interface Line {
  readonly x: number;
  /** Parts of a lifeline, from top to bottom; while its party is down, it is broken. */
  readonly parts: readonly { readonly from: number; readonly to: number; readonly down: boolean }[];
}

export interface SequenceShape {
  /** The room of a party. */
  readonly column: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
  readonly arrows: readonly Arrow[];
}

export const yOf = (step: number) => HEAD + ROW * (step + 0.75);

export function shapeOf(trace: Trace): SequenceShape {
  const { parties, steps, messages } = trace;
  const column = parties.length > 2 ? NARROW : WIDE;
  const xOf = (party: number) => column * (party + 0.5);
  const height = HEAD + ROW * (steps.length + 0.75);
  const lines = parties.map((_, party): Line => {
    const parts = [];
    let from = HEAD;
    let down = false;
    for (const [number, { kind, party: at }] of steps.entries()) {
      if (at !== party || (kind !== "crash" && kind !== "return")) continue;
      parts.push({ from, to: yOf(number), down });
      from = yOf(number);
      down = kind === "crash";
    }
    parts.push({ from, to: height, down });
    return { x: xOf(party), parts };
  });
  return {
    column,
    width: column * parties.length,
    height,
    lines,
    arrows: messages.map((message, number) => arrowOf(message, number, xOf)),
  };
}

const FATES: Record<Fate, string> = {
  arrives: "",
  again: " again",
  lost: " lost",
  open: " …",
};

function arrowOf(message: TraceMessage, number: number, xOf: (party: number) => number): Arrow {
  const fate = fateOf(message);
  const from = [xOf(message.from), yOf(message.sent)] as const;
  const end = xOf(message.to);
  const arrived = message.arrives !== null;
  const x = arrived ? end : from[0] + (end - from[0]) * LOST_AFTER;
  const until = message.arrives ?? message.lost ?? message.sent;
  return {
    key: `${number}`,
    fate,
    label: `${message.label}${FATES[fate]}`,
    from,
    to: [x, arrived ? yOf(until) : Math.min(yOf(until), from[1] + ROW)],
  };
}

function fateOf({ arrives, lost, repeat }: TraceMessage): Fate {
  if (arrives !== null) return repeat ? "again" : "arrives";
  return lost === null ? "open" : "lost";
}
