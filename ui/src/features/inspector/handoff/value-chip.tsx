/** What stands behind the words of a condition: a number, a time, words, each read in its own way. */
import { useId } from "react";
import { formatDuration, parseDuration, unitOf } from "../../../components/duration";
import { InlineInput } from "../../../components/inline-input";
import type { TriggerClause } from "../../../platform";
import type { Change } from "./edit";
import { useFrame } from "./frame";
import { clauseOf, readValue } from "./trigger-edit";
import { CONDITIONS, type SimpleOn, type ValueKind, valueText } from "./trigger-words";

export interface ValueChipProps {
  readonly clause: TriggerClause;
  /** Words that are in use elsewhere, to choose from. */
  readonly known: readonly string[];
  readonly change: (clause: TriggerClause) => Change;
}

const LABELS: Readonly<Record<ValueKind, string>> = {
  share: "Threshold, 0 to 1",
  signed: "Threshold, -1 to 1",
  amount: "Limit",
  count: "How many times",
  seconds: "Time, such as 30 s or 2 min",
  words: "One word or several, parted by commas",
  languages: "Languages such as de or pt-BR, parted by commas",
  text: "What",
};

export function ValueChip({ clause, known, change }: ValueChipProps) {
  const { send, complain, stamp } = useFrame();
  const listId = useId();
  const on = clause.on as SimpleOn;
  const { value: kind, empty } = CONDITIONS[on];
  if (!kind) return null;
  const shown =
    kind === "seconds" && typeof clause.value === "number"
      ? formatDuration(clause.value, "s")
      : valueText(kind, clause.value);
  const commit = (text: string, since?: number) => {
    const read =
      kind === "seconds" && text !== ""
        ? parseDuration(text, { unit: "s", whole: false }, unitOf(shown))
        : readValue(kind === "seconds" ? "text" : kind, text);
    if (!read.ok) {
      complain(read.why);
      return false;
    }
    return send(change(clauseOf(on, read.value)), since);
  };
  return (
    <InlineInput
      label={LABELS[kind]}
      placeholder={empty ?? "not set"}
      numeric={kind !== "words" && kind !== "languages" && kind !== "text"}
      value={shown}
      stamp={stamp}
      onGiveUp={() => complain(null)}
      onCommit={commit}
      {...(known.length > 0 ? { suggestions: known, listId } : {})}
      data-testid="trigger-value"
    />
  );
}
