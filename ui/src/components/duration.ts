/** Times as people type and read them ("30 s", "1 min 30 s", "500 ms"), and as fields keep them: a number of one unit. */

export type TimeUnit = "ms" | "s" | "min";

export type Parsed =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly why: string };

const MS: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  milliseconds: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  seconds: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
};

const HOUR = 3_600_000;
const MINUTE = 60_000;
const SECOND = 1000;

const WHOLE: Readonly<Record<TimeUnit, string>> = {
  ms: "whole milliseconds",
  s: "whole seconds",
  min: "whole minutes",
};

/** `whole` fields keep integers. */
export interface TimeField {
  readonly unit: TimeUnit;
  readonly whole: boolean;
}

/** Reads a time into the field's unit. A number without a unit is meant in `bare`. */
export function parseDuration(text: string, field: TimeField, bare: string = "s"): Parsed {
  const ms = milliseconds(text.trim().toLowerCase(), bare);
  if (ms === null) return { ok: false, why: "Type a time, such as 30 s, 2 min or 500 ms." };
  const value = ms / unitMs(field.unit);
  if (field.whole && !Number.isInteger(value))
    return { ok: false, why: `This time is kept in ${WHOLE[field.unit]}.` };
  return { ok: true, value };
}

/** The time in the largest unit that holds it whole: 90 s, 2 min, 1 h. */
export function formatDuration(value: number, unit: TimeUnit): string {
  const ms = value * unitMs(unit);
  if (ms === 0) return `0 ${unit}`;
  for (const [size, name] of [
    [HOUR, "h"],
    [MINUTE, "min"],
    [SECOND, "s"],
  ] as const) {
    if (ms % size === 0) return `${ms / size} ${name}`;
  }
  return ms < SECOND ? `${trimmed(ms)} ms` : `${trimmed(ms / SECOND)} s`;
}

/** The unit that a shown time ends with, for a number that is typed over it. */
export function unitOf(shown: string): string {
  return /([a-z]+)$/.exec(shown)?.[1] ?? "s";
}

function milliseconds(text: string, bare: string): number | null {
  const parts = [...text.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]*)\s*/g)];
  if (parts.length === 0 || parts.map(([all]) => all).join("") !== text) return null;
  let sum = 0;
  for (const [, number = "", unit = ""] of parts) {
    const size = MS[unit === "" && parts.length === 1 ? bare : unit];
    if (size === undefined) return null;
    sum += Number(number.replace(",", ".")) * size;
  }
  // Whole microseconds: 0.1 + 0.2 of a unit stays what was typed.
  return Math.round(sum * 1000) / 1000;
}

function unitMs(unit: TimeUnit): number {
  return unit === "ms" ? 1 : unit === "s" ? SECOND : MINUTE;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(3)));
}
