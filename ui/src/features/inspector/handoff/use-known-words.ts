/** Intents, keywords and languages that other handoffs and agents name already, so that people reuse words. */
import { useMemo } from "react";
import { useRecords } from "../../../document/store";
import type { TriggerClause } from "../../../platform";
import { groupOf, type SimpleOn } from "./trigger-words";

const NONE: readonly string[] = [];

export function useKnownWords(on: SimpleOn | null): readonly string[] {
  const handoffs = useRecords("handoff");
  const agents = useRecords("agent");
  return useMemo(() => {
    if (on !== "intent" && on !== "keyword" && on !== "language") return NONE;
    const words = new Set<string>();
    for (const { record } of handoffs.values()) {
      const { on: root = "done", value = null } = record.trigger ?? {};
      collect({ on: root, value }, on, words);
    }
    if (on === "language")
      for (const { record } of agents.values())
        for (const language of record.languages ?? []) words.add(language);
    return [...words].sort();
  }, [on, handoffs, agents]);
}

function collect(clause: TriggerClause, on: SimpleOn, words: Set<string>): void {
  for (const inner of groupOf(clause.on)?.clauses ?? []) collect(inner, on, words);
  if (clause.on !== on) return;
  const values = Array.isArray(clause.value) ? clause.value : [clause.value];
  for (const value of values) if (typeof value === "string") words.add(value);
}
