/** What each choice in the trigger's sentence makes of the trigger. A path leads through nested groups to a condition. */
import type { Trigger, TriggerClause, TriggerOn } from "../../../platform";
import {
  CONDITIONS,
  type GroupWord,
  groupOf,
  type SimpleOn,
  type ValueKind,
} from "./trigger-words";

/** Places in groups, outermost first; empty for the trigger's own condition. */
export type Path = readonly number[];

/** Another thing sets it off. A kept value would mean something else, so the usual one takes its place. */
export function chosen(clause: TriggerClause, choice: SimpleOn | GroupWord): TriggerClause {
  if (choice === "all" || choice === "any") {
    const clauses = groupOf(clause.on)?.clauses ?? [clause];
    return { on: grouped(choice, clauses) };
  }
  const { usual, value: kind } = CONDITIONS[choice];
  const kept = kind && typeof clause.on === "string" && CONDITIONS[clause.on].value === kind;
  return clauseOf(choice, kept ? clause.value : usual);
}

/** A condition without a value does not mention it. */
export function clauseOf(on: TriggerOn, value: unknown): TriggerClause {
  return value === undefined || value === null ? { on } : { on, value };
}

/** The trigger with the condition at a path replaced; null takes it away, and with it a group that is left empty. */
export function withCondition(
  trigger: Trigger,
  path: Path,
  clause: TriggerClause | null,
): Pick<Trigger, "on" | "value"> {
  return replaced(rootOf(trigger), path, clause) ?? { on: "done" };
}

/** The group at a path with one more condition at its end. */
export function withAdded(trigger: Trigger, path: Path, clause: TriggerClause) {
  const group = groupOf(conditionAt(trigger, path).on);
  const on = grouped(group?.word ?? "all", [...(group?.clauses ?? []), clause]);
  return withCondition(trigger, path, { on });
}

export function conditionAt(trigger: Trigger, path: Path): TriggerClause {
  let clause = rootOf(trigger);
  for (const place of path) clause = groupOf(clause.on)?.clauses[place] ?? { on: "done" };
  return clause;
}

function rootOf({ on = "done", value }: Trigger): TriggerClause {
  return clauseOf(on, value);
}

export type ReadValue =
  | { readonly ok: true; readonly value: string | number | string[] | null }
  | { readonly ok: false; readonly why: string };

/** What was typed as the value of a condition; times are read elsewhere. */
export function readValue(kind: Exclude<ValueKind, "seconds">, text: string): ReadValue {
  if (text === "") return { ok: true, value: null };
  if (kind === "text") return { ok: true, value: text };
  if (kind === "words" || kind === "languages") {
    const words = text
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean);
    return { ok: true, value: words.length === 1 ? (words[0] ?? null) : words };
  }
  // A comma with three digits behind it could part thousands: that is not guessed.
  const number = Number(text.replace(/^(-?\d+),(\d{1,2})$/, "$1.$2"));
  if (!Number.isFinite(number) || (kind === "count" && !Number.isInteger(number)))
    return { ok: false, why: kind === "count" ? "Type a whole number." : "Type a number." };
  return { ok: true, value: number };
}

function replaced(
  clause: TriggerClause,
  path: Path,
  next: TriggerClause | null,
): TriggerClause | null {
  const [place, ...rest] = path;
  if (place === undefined) return next;
  const group = groupOf(clause.on);
  if (!group) return clause;
  const clauses = group.clauses.flatMap((inner, i) => {
    if (i !== place) return [inner];
    const kept = replaced(inner, rest, next);
    return kept ? [kept] : [];
  });
  return clauses.length === 0 ? null : { on: grouped(group.word, clauses) };
}

function grouped(word: GroupWord, clauses: readonly TriggerClause[]): TriggerOn {
  return word === "all" ? { all: [...clauses] } : { any: [...clauses] };
}
