/** Days and instants as people of this machine's time zone write and read them. */

const pad = (n: number) => String(n).padStart(2, "0");

/** `2026-03-01 09:00` in this machine's time zone; a text that is no instant is shown as it is. */
export function instantText(value: string): string {
  const at = new Date(value);
  if (value === "" || Number.isNaN(at.getTime())) return value;
  const seconds = at.getSeconds() ? `:${pad(at.getSeconds())}` : "";
  return `${dayOf(at)} ${pad(at.getHours())}:${pad(at.getMinutes())}${seconds}`;
}

/** The RFC 3339 instant that was typed, in UTC, or null. A time without a zone is this machine's. */
export function instantFrom(text: string): string | null {
  const parts =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      text.trim(),
    );
  if (!parts) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", zone] = parts;
  if (!isDay(Number(year), Number(month), Number(day)) || Number(hour) > 23) return null;
  if (Number(minute) > 59 || Number(second) > 59) return null;
  const clock = `${pad(Number(hour))}:${minute}:${second.padStart(2, "0")}`;
  const written = `${year}-${pad(Number(month))}-${pad(Number(day))}T${clock}${zone ?? ""}`;
  const at = new Date(written);
  return Number.isNaN(at.getTime()) ? null : at.toISOString().replace(".000Z", "Z");
}

/** The day that was typed as `YYYY-MM-DD`, or null. */
export function dateFrom(text: string): string | null {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return isDay(year, month, day) ? `${parts[1]}-${pad(month)}-${pad(day)}` : null;
}

export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** For example `UTC+02:00`. */
export function zoneName(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const size = Math.abs(minutes);
  if (size === 0) return "UTC";
  return `UTC${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function isDay(year: number, month: number, day: number): boolean {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}
