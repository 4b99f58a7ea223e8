import { expect, it } from "vitest";
import { dateFrom, instantFrom, instantText } from "./instant-text";

it.each([
  ["2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z"],
  ["2026-03-01 09:00 Z", "2026-03-01T09:00:00Z"],
  ["2026-03-01 09:00 +02:00", "2026-03-01T07:00:00Z"],
  ["2026-02-30 09:00Z", null],
  ["2026-03-01 24:00Z", null],
  ["tomorrow", null],
  ["", null],
])("the instant %s", (text, instant) => {
  expect(instantFrom(text)).toBe(instant);
});

it("is read as it is shown, in this machine's time zone", () => {
  const instant = "2026-07-01T06:30:00Z";
  expect(instantText(instant)).toMatch(/^2026-0[67]-\d\d \d\d:\d\d$/);
  expect(instantFrom(instantText(instant))).toBe(instant);
});

it.each([
  ["2026-3-1", "2026-03-01"],
  ["2024-02-29", "2024-02-29"],
  ["2026-02-29", null],
  ["1.3.2026", null],
])("the day %s", (text, day) => {
  expect(dateFrom(text)).toBe(day);
});
