/** When a handoff happens, as a sentence. The editor is made of the same pieces, so both always say the same. */
import { formatDuration } from "../../../components/duration";
import type { DecidedBy, Trigger, TriggerClause, TriggerOn } from "../../../platform";

export type SimpleOn = Extract<TriggerOn, string>;
export type GroupWord = "all" | "any";

/** What stands behind the words of a condition. */
export type ValueKind =
  | "share"
  | "signed"
  | "amount"
  | "count"
  | "seconds"
  /** One word or several, any of which will do. */
  | "words"
  | "languages"
  | "text";

export interface ConditionWords {
  /** Before the value. */
  readonly head: string;
  /** After it. */
  readonly tail?: string;
  readonly value?: ValueKind;
  /** The whole condition where no value is given. */
  readonly without: string;
  /** What the empty value field says. */
  readonly empty?: string;
  /** What a value begins as, where there is a usual one. */
  readonly usual?: number;
}

export const CONDITIONS: Readonly<Record<SimpleOn, ConditionWords>> = {
  done: plain("the sender has done its part"),
  confidence_below: {
    head: "confidence is below",
    value: "share",
    without: "confidence is low",
    empty: "0 to 1",
    usual: 0.8,
  },
  user_asks: {
    head: "the user asks for",
    value: "text",
    without: "the user asks for it",
    empty: "it",
  },
  error: {
    head: "a tool or step failed:",
    value: "text",
    without: "a tool or step failed",
    empty: "in any way",
  },
  intent: {
    head: "the intent is",
    value: "words",
    without: "the intent says so",
    empty: "which one",
  },
  domain_boundary: {
    head: "the request leaves the sender's field:",
    value: "text",
    without: "the request leaves the sender's field",
    empty: "in any way",
  },
  keyword: {
    head: "somebody says",
    value: "words",
    without: "a keyword is said",
    empty: "which word",
  },
  repeated_clarification: {
    head: "the sender asked again",
    tail: "times",
    value: "count",
    without: "the sender keeps asking again",
    empty: "how many",
    usual: 2,
  },
  sentiment: {
    head: "sentiment is below",
    value: "signed",
    without: "sentiment is low",
    empty: "-1 to 1",
    usual: -0.5,
  },
  elapsed: {
    head: "the time passed exceeds",
    value: "seconds",
    without: "too much time has passed",
    empty: "how long",
  },
  language: {
    head: "the language is",
    value: "languages",
    without: "the language is another",
    empty: "which one",
  },
  load: {
    head: "load is above",
    value: "amount",
    without: "load is high",
    empty: "how much",
    usual: 0.8,
  },
  receiver_down: {
    head: "the usual receiver is down:",
    value: "text",
    without: "the usual receiver is down",
    empty: "whoever it is",
  },
  authority_limit: {
    head: "the amount exceeds the sender's authority of",
    value: "amount",
    without: "the amount exceeds the sender's authority",
    empty: "its limit",
  },
};

function plain(words: string): ConditionWords {
  return { head: words, without: words };
}

/** What is chosen where the handoff is the default route. */
export const OTHERWISE = "nothing else applies";

export const GROUPS: Readonly<Record<GroupWord, { head: string; joiner: string }>> = {
  all: { head: "all of these hold", joiner: "and" },
  any: { head: "any of these holds", joiner: "or" },
};

export const DECIDERS: Readonly<Record<DecidedBy, string>> = {
  rule: "a rule",
  observer: "an observer",
  model: "the sender's model",
  user: "the user",
};

export interface ClauseGroup {
  readonly word: GroupWord;
  readonly clauses: readonly TriggerClause[];
}

/** The several conditions that `on` joins; null for a single one. */
export function groupOf(on: TriggerOn | undefined): ClauseGroup | null {
  if (typeof on !== "object") return null;
  if (on.all) return { word: "all", clauses: on.all };
  return on.any ? { word: "any", clauses: on.any } : null;
}

/** A value as it stands in the sentence; empty where there is none. */
export function valueText(kind: ValueKind, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((item) => valueText(kind, item)).join(", ");
  if (typeof value === "number") {
    if (kind === "seconds") return formatDuration(value, "s");
    // Thresholds are compared by eye: 0.8 stands as 0.80.
    return kind === "share" ? value.toFixed(Math.max(2, decimals(value))) : String(value);
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** One condition in words, nested groups in brackets. */
export function conditionText(clause: TriggerClause): string {
  const group = groupOf(clause.on);
  if (group) {
    const parts = group.clauses.map((inner) =>
      groupOf(inner.on) ? `(${conditionText(inner)})` : conditionText(inner),
    );
    return parts.length === 0
      ? "no condition is given"
      : parts.join(` ${GROUPS[group.word].joiner} `);
  }
  const words = CONDITIONS[clause.on as SimpleOn];
  const text = words.value ? valueText(words.value, clause.value) : "";
  if (text === "") return words.without;
  return [words.head, text, words.tail].filter(Boolean).join(" ");
}

/** For example: when confidence is below 0.80, decided by an observer, confirmed by the user, wait 30 s, priority 2. */
export function triggerSentence(trigger: Trigger): string {
  const { on = "done", value, condition, otherwise = false } = trigger;
  const cause = otherwise ? OTHERWISE : conditionText({ on, value: value ?? null });
  const bracketed = condition && !otherwise && groupOf(on) ? `(${cause})` : cause;
  const parts = [
    `when ${bracketed}${condition ? ` and ${condition}` : ""}`,
    `decided by ${DECIDERS[trigger.decided_by ?? "rule"]}`,
  ];
  if (trigger.confirm) parts.push("confirmed by the user");
  if (trigger.debounce_seconds) parts.push(`wait ${formatDuration(trigger.debounce_seconds, "s")}`);
  if (trigger.priority) parts.push(`priority ${trigger.priority}`);
  return parts.join(", ");
}

function decimals(value: number): number {
  return /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
}
