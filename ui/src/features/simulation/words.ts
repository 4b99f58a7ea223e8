/** How simulations are spoken of. */
import { formatDuration } from "../../components/duration";
import type { Fates, Interval, SimulationAsked } from "../../platform";
import { rateText } from "./load-words";

/** How a request can end. */
export type Fate = keyof Fates;

/** How a request can end, as results list it. */
export const FATES: readonly Fate[] = [
  "resolved",
  "wrong",
  "human",
  "human_repeat",
  "abandoned",
  "dropped",
  "killed",
  "stuck",
];

interface FateWords {
  readonly name: string;
  readonly meaning: string;
  /** A design token. */
  readonly colour: string;
}

export const FATE_WORDS: Readonly<Record<Fate, FateWords>> = {
  resolved: { name: "Resolved", meaning: "Done, and right.", colour: "good" },
  wrong: {
    name: "Wrong, unnoticed",
    meaning: "Done, but wrong, and nobody noticed.",
    colour: "error",
  },
  human: {
    name: "With a person",
    meaning: "With a person who knows what has happened so far.",
    colour: "people",
  },
  human_repeat: {
    name: "Person, told twice",
    meaning: "With a person who has to ask for everything again.",
    colour: "people",
  },
  abandoned: { name: "User gave up", meaning: "The user gave up on the way.", colour: "bad" },
  dropped: { name: "Dropped", meaning: "Lost on the way or at a tool that failed.", colour: "bad" },
  killed: { name: "Stopped as a loop", meaning: "Ended by a loop limit.", colour: "bad" },
  stuck: { name: "Stuck", meaning: "Goes on for ever, or cannot go on.", colour: "bad" },
};

/** What is lost, most of it first, in a few words; empty where nothing is. */
export function lossWords(ends: Fates): string {
  const bad: readonly Fate[] = ["wrong", "abandoned", "dropped", "killed", "stuck"];
  return bad
    .filter((fate) => ends[fate] >= WORTH_A_WORD)
    .sort((a, b) => ends[b] - ends[a])
    .map((fate) => `${share(ends[fate])} ${FATE_WORDS[fate].name.toLowerCase()}`)
    .join(", ");
}

const WORTH_A_WORD = 0.00005;

/** A share as a percentage, with as many digits as say something at either end. */
export function share(value: number): string {
  const percent = value * 100;
  if (percent === 0) return "0 %";
  if (percent > 0 && percent < 0.01) return "<0.01 %";
  const rest = 100 - percent;
  if (rest > 0 && rest < 0.01) return ">99.99 %";
  const digits = percent < 1 || (rest > 0 && rest < 1) ? 2 : 1;
  return `${Number(percent.toFixed(digits))} %`;
}

export function between({ low, high }: Interval): string {
  return `${share(low)} to ${share(high)}`;
}

/** How far a share may be off, in points: half of its interval. */
export function sure({ low, high }: Interval): string {
  const points = (high - low) * 50;
  return points < 0.005 ? "±<0.01" : `±${Number(points.toPrecision(points < 1 ? 1 : 2))}`;
}

export function milliseconds(ms: number): string {
  if (ms < 10) return `${Number(ms.toPrecision(2))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))} s`;
  return formatDuration(Math.round(ms / 1000) * 1000, "ms");
}

export function dollars(usd: number): string {
  if (usd === 0) return "$0";
  return usd < 0.01 ? `$${Number(usd.toPrecision(2))}` : `$${usd.toFixed(usd < 1 ? 3 : 2)}`;
}

interface Figure {
  readonly name: string;
  readonly words: (value: number) => string;
}

const times = (value: number) => String(Number(value.toFixed(2)));

const FIGURES: Readonly<Record<string, Figure>> = {
  ...Object.fromEntries(
    FATES.map((fate): [string, Figure] => [fate, { name: FATE_WORDS[fate].name, words: share }]),
  ),
  bad_ends: { name: "Let down", words: share },
  handoff_success: { name: "Handoffs that succeed", words: share },
  context_fidelity: { name: "Arrivals with context", words: share },
  context_loss: { name: "Context lost on the way", words: share },
  human_rate: { name: "Requests with a person", words: share },
  hops: { name: "Handoffs a request takes", words: times },
  cost_usd: { name: "Cost of a request", words: dollars },
  "latency_ms.mean": { name: "Mean time", words: milliseconds },
  "latency_ms.p95": { name: "Time of 95 in 100", words: milliseconds },
  "waiting_ms.mean": { name: "Mean time waiting", words: milliseconds },
  "waiting_ms.p95": { name: "Waiting of 95 in 100", words: milliseconds },
  throughput_per_second: { name: "Requests that end", words: rateText },
  amplification: { name: "Attempts for each use", words: times },
  inside: { name: "Still inside at the end", words: share },
  latency_p95_ms: { name: "Transfer time of 95 in 100", words: milliseconds },
};

export function figureName(figure: string): string {
  return FIGURES[figure]?.name ?? figure.replaceAll("_", " ");
}

export function figureWords(figure: string, value: number): string {
  const known = FIGURES[figure];
  if (known) return known.words(value);
  return figure.endsWith("_ms") ? milliseconds(value) : times(value);
}

/** A difference, with its sign: shares in points. */
export function differenceWords(figure: string, difference: number): string {
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "±";
  const words = figureWords(figure, Math.abs(difference));
  return `${sign}${words.endsWith(" %") ? words.replace(/ %$/, " points") : words}`;
}

/** What can be made better, as a question that it answers. */
const PARAMETERS: Readonly<Record<string, string>> = {
  resolves: "how often it finishes the work itself",
  recovery: "how often it notices a mistake",
  hallucination: "how often it makes something up",
  tool_failure: "how often a tool call fails",
  silent: "how often a failed tool goes unnoticed",
  unavailable: "how often an attempt fails",
  malformed: "how often the payload is malformed",
  context_loss: "how often context is lost",
  catches: "how many mistakes its gate catches",
  abandon_on_repeat: "how often those who are asked again leave",
  share: "how often it is chosen",
  retries: "how often it is tried again",
};

export function parameterWords(parameter: string): string {
  return PARAMETERS[parameter] ?? parameter.replaceAll("_", " ");
}

/** Parameters that are no probabilities. */
const COUNTS: ReadonlySet<string> = new Set(["retries", "share", "tool_calls", "tool_limit"]);

export function parameterValue(parameter: string, value: number): string {
  return COUNTS.has(parameter) ? times(value) : share(value);
}

export const PROFILE_WORDS: Readonly<
  Record<string, { readonly name: string; readonly meaning: string }>
> = {
  calm: { name: "Calm", meaning: "Only what is drawn goes wrong." },
  production: {
    name: "Production",
    meaning:
      "A few things go wrong everywhere: now and then a mistake, a failed call, lost context.",
  },
  "request-10001": {
    name: "Request 10,001",
    meaning: "A slow API, wrong tool arguments and a frustrated user, all at once.",
  },
};

export function profileName(profile: string): string {
  return PROFILE_WORDS[profile]?.name ?? profile;
}

/** What a result was asked with, in one line. */
export function askedWords(
  { method, requests, seed }: Pick<SimulationAsked, "method" | "requests" | "seed">,
  conditions: string,
): string {
  if (method === "exact") return `${conditions}, solved exactly`;
  return `${conditions}, ${(requests ?? 0).toLocaleString("en")} requests, seed ${seed ?? 1}`;
}
