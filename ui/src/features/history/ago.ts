const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

const FORMAT = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** How long before `now` a moment was, in words; both in milliseconds. A clock set back never gives the future. */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at);
  for (const [unit, length] of STEPS) {
    if (passed >= length) return FORMAT.format(-Math.floor(passed / length), unit);
  }
  return "just now";
}
