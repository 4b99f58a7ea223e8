/** What is said of patterns. */
import type { NatureRead, PatternConfidence, TradeOffs } from "../../platform";

export const CONFIDENCE_WORDS: Readonly<Record<PatternConfidence, string>> = {
  high: "Sure",
  medium: "By its shape",
  low: "Doubtful",
};

export const ASPECTS: readonly { readonly key: keyof TradeOffs; readonly name: string }[] = [
  { key: "coordination", name: "Coordination" },
  { key: "scale", name: "Scale" },
  { key: "fault_tolerance", name: "Fault tolerance" },
  { key: "context", name: "Context" },
  { key: "auditability", name: "Auditability" },
];

const COUPLED = {
  independent: "The steps do not need each other",
  sequential: "The steps follow from each other",
  unknown: "Nobody has said how the steps hang together",
} as const;

export interface NatureRow {
  readonly words: string;
  readonly declared: boolean;
  /** From what it was inferred. */
  readonly because: string;
}

/** The nature of the work, a row for each trait. */
export function natureRows(nature: NatureRead): NatureRow[] {
  const { coupling, stateful, parallel_flows, latency_ms, regulated, specialists } = nature;
  const row = (words: string, { declared, because }: Omit<NatureRow, "words">): NatureRow => ({
    words,
    declared,
    because,
  });
  return [
    row(COUPLED[coupling.value], coupling),
    row(stateful.value ? "They share state" : "They share no state", stateful),
    row(
      parallel_flows.value === 1
        ? "One flow runs at once"
        : `${parallel_flows.value} flows run at once`,
      parallel_flows,
    ),
    row(
      specialists.value === 1
        ? "One specialised field"
        : `${specialists.value || "No"} specialised fields`,
      specialists,
    ),
    row(regulated.value ? "It is regulated" : "It is not regulated", regulated),
    latency_ms === null
      ? row("Nobody has said how long users wait", {
          declared: false,
          because: "no latency is declared",
        })
      : row(`Users wait ${latency_ms} ms at most`, { declared: true, because: "" }),
  ];
}
