/** How load is spoken of. */
import type { AgentLoad, CauseShare } from "../../platform";

const CAUSES: Readonly<Record<CauseShare["cause"], string>> = {
  queue_full: "Turned away: the queue was full",
  rate_limited: "Turned away: over the rate limit",
  timed_out: "Gave up waiting",
  breaker_open: "Stopped by an open breaker",
};

export function loadCauseName(cause: CauseShare["cause"]): string {
  return CAUSES[cause];
}

/** More comes than its slots can do. */
export function isSaturated({ demand }: Pick<AgentLoad, "demand">): boolean {
  return demand !== null && demand >= 1;
}

/** A rate in the unit in which it is a number that says something. */
export function rateText(perSecond: number): string {
  if (perSecond >= 1) return `${count(perSecond)} a second`;
  if (perSecond * 60 >= 1) return `${count(perSecond * 60)} a minute`;
  return `${count(perSecond * 3600)} an hour`;
}

/** A count that may be a mean, with no more digits than say something. */
export function count(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return Number(value.toFixed(digits)).toLocaleString("en");
}
