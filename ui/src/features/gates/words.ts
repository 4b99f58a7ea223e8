/** What is said of gates. */
import { formatDuration } from "../../components/duration";
import { numberText } from "../../components/number-text";
import type { GateProposal, ReviewCost } from "../../platform";

export const NEED_WORDS = {
  irreversible: "Cannot be taken back",
  border: "Border of trust",
  taint: "Unchecked input",
} as const;

export function kindOf({ act, required }: GateProposal): "needed" | "advised" | "superfluous" {
  if (act === "remove") return "superfluous";
  return required ? "needed" : "advised";
}

export const KIND_WORDS = {
  needed: "Needed",
  advised: "Advised",
  superfluous: "Superfluous",
} as const;

/** For example `2 min a review, for 12 % of requests`. */
export function costWords({ minutes, share }: ReviewCost): string {
  const time = `${formatDuration(minutes, "min")} a review`;
  if (share === null) return `${time}, for every request that passes`;
  return `${time}, for ${numberText(Math.round(share * 1000) / 1000, true)} % of requests`;
}
