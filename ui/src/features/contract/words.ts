/** Verdicts in plain words. */
import type {
  Bump,
  CompatibilityMode,
  Judgement,
  Mode,
  Part,
  Verdict,
  VersionComparison,
  VersionDirection,
  Way,
  Writers,
} from "../../platform";

/** How it looks at one glance. */
export type Tone = "good" | "bad" | "unsure" | "neutral";

export const TONE_OF: Record<Verdict, Tone> = {
  safe: "good",
  breaking: "bad",
  undecided: "unsure",
};

export interface Headline {
  readonly tone: Tone;
  readonly title: string;
}

const WORST: readonly Verdict[] = ["breaking", "undecided", "safe"];

/** The directions that the mode asks for. */
export function asked(mode: Mode): readonly Way[] {
  return mode === "full" ? ["backward", "forward"] : mode === "none" ? [] : [mode];
}

/** The worst verdict of the directions that the mode asks for. */
export function verdictOf(comparison: VersionComparison): Verdict {
  if (comparison.holds) return "safe";
  const verdicts = asked(comparison.mode).map((way) => comparison[way].verdict);
  return WORST.find((verdict) => verdicts.includes(verdict)) ?? "undecided";
}

export function headline({ mode, holds, against, before }: Judgement): Headline {
  if (against.length === 0)
    return mode === "none" && before !== null
      ? { tone: "neutral", title: "This contract asks for no compatibility" }
      : { tone: "neutral", title: "The first version: there is none to break" };
  const named = (verdict: Verdict) =>
    shortened(against.filter((each) => verdictOf(each) === verdict).map(({ old }) => old));
  if (holds) return { tone: "good", title: `Safe against ${shortened(against.map((a) => a.old))}` };
  const breaking = named("breaking");
  if (breaking !== "") return { tone: "bad", title: `Breaking against ${breaking}` };
  return { tone: "unsure", title: `Undecided against ${named("undecided")}` };
}

/** What a direction's answer means for those who have to move. */
export function directionWords(way: Way, { verdict }: VersionDirection): string {
  const who = way === "backward" ? "Receivers" : "Senders";
  if (verdict === "safe") return `${who} can move first`;
  if (verdict === "breaking") return `${who} cannot move first`;
  return `Whether ${who.toLowerCase()} can move first is not proven`;
}

/** Who writes and who reads in a direction. */
export function sidesOf(way: Way, { old, new: next }: VersionComparison) {
  return way === "backward" ? { sender: old, receiver: next } : { sender: next, receiver: old };
}

export function directionMeaning(way: Way, comparison: VersionComparison): string {
  const { sender, receiver } = sidesOf(way, comparison);
  const { verdict } = comparison[way];
  if (verdict === "safe") return `${receiver} reads whatever a sender of ${sender} may write.`;
  if (verdict === "undecided")
    return `Neither a proof nor a payload was found that a sender of ${sender} may write and ${receiver} rejects; it counts as not safe.`;
  return `A sender of ${sender} may write this; ${receiver} rejects it:`;
}

export const PARTS: Record<Part, string> = {
  payload: "payload",
  task_states: "task state",
  transitions: "transition between task states",
  invariants: "payload, by an invariant",
};

export const MODES: Record<CompatibilityMode, string> = {
  none: "No compatibility asked for",
  backward: "Receivers move first",
  forward: "Senders move first",
  full: "Either side moves first",
  backward_transitive: "Receivers move first, from every live version",
  forward_transitive: "Senders move first, from every live version",
  full_transitive: "Either side moves first, from every live version",
};

export const WRITERS: Record<Writers, string> = {
  strict: "Senders write declared fields only",
  as_written: "Senders write whatever the schema accepts",
};

export const BUMPS: Record<Bump, string> = {
  patch: "A patch step is enough",
  minor: "It needs a minor step",
  major: "It needs a major step",
};

/** The kind of a change as people read it. */
export function kindWords(kind: string): string {
  const words = kind.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a change breaks, in a few words. */
export function breaksWords(breaks: readonly Way[]): string {
  if (breaks.length === 2) return "breaks both ways";
  if (breaks.includes("backward")) return "receivers cannot move first";
  return breaks.includes("forward") ? "senders cannot move first" : "";
}

export function changesWords(count: number): string {
  return count === 1 ? "1 change" : `${count} changes`;
}

/** `1.0.0, 1.1.0 and 1.2.0`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The same, where it is long with the number of those that are left out. */
export function shortened(words: readonly string[]): string {
  if (words.length <= MOST_NAMED) return listed(words);
  return listed([...words.slice(0, MOST_NAMED - 1), `${words.length - MOST_NAMED + 1} more`]);
}

const MOST_NAMED = 4;

/** When something ends, seen from today. */
export function endWords(date: string, days: number | null): string {
  if (days === null) return `ends ${date}`;
  if (days === 0) return `ends today, ${date}`;
  if (days < 0) return `ended ${date}, ${-days} ${days === -1 ? "day" : "days"} ago`;
  return `ends ${date}, in ${days} ${days === 1 ? "day" : "days"}`;
}

/** The backend's words as a sentence of their own. */
export function sentence(words: string): string {
  const end = /[.!?]$/.test(words) ? "" : ".";
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${end}`;
}
