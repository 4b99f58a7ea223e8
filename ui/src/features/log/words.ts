/** Entries of the log in words. */
import type { LogEntry } from "../../platform";

export const LOG_KINDS = ["all", "errors", "slow"] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** A command that takes longer is felt. */
const SLOW_MS = 100;

export const KINDS: Readonly<Record<LogKind, string>> = {
  all: "Everything",
  errors: "Refusals and failures",
  slow: `Slower than ${SLOW_MS} ms`,
};

export function isMeant(entry: LogEntry, kind: LogKind, text: string): boolean {
  if (kind === "errors" && entry.level !== "error") return false;
  if (kind === "slow" && (entry.took_ms ?? 0) < SLOW_MS) return false;
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const all = `${entry.what} ${entry.message}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

/** The time of day where the reader is. */
export function timeOf({ at }: LogEntry): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : time.toLocaleTimeString("en-GB");
}

export function tookWords({ took_ms }: LogEntry): string {
  if (took_ms === null) return "";
  return took_ms < 1000 ? `${took_ms.toFixed(1)} ms` : `${(took_ms / 1000).toFixed(1)} s`;
}

/** An entry as a line, for a report. */
export function lineOf(entry: LogEntry): string {
  const parts = [entry.at, entry.level, entry.what, tookWords(entry), entry.message];
  return parts.filter(Boolean).join("  ");
}
