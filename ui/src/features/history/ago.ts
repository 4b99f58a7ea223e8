/** Moments in words. */

const DAY_MS = 86_400_000;
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["hour", 3_600_000],
  ["minute", 60_000],
];

const FORMAT = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const DAY = new Intl.DateTimeFormat("en", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const TIME = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });

/** How long before `now` a moment was, in words; both in milliseconds. A clock set back never gives the future. */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at);
  // Days are those of the calendar: yesterday is the day before this one, however late it was.
  if (passed >= DAY_MS)
    return FORMAT.format(Math.round((midnight(at) - midnight(now)) / DAY_MS), "day");
  for (const [unit, length] of STEPS) {
    if (passed >= length) return FORMAT.format(-Math.floor(passed / length), unit);
  }
  return "just now";
}

/** The beginning of a moment's day where the user is. */
function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** The day of a moment where the user is. */
export function dayOf(at: number, now: number): string {
  const day = DAY.format(at);
  if (day === DAY.format(now)) return "Today";
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return day === DAY.format(yesterday) ? "Yesterday" : day;
}

export function timeOf(at: number): string {
  return TIME.format(at);
}
