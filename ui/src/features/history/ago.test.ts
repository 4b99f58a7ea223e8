import { describe, expect, it } from "vitest";
import { ago, dayOf, timeOf } from "./ago";

const NOW = new Date(2026, 10, 21, 8, 30).getTime();
const MINUTE = 60_000;

describe("a moment in words", () => {
  it.each([
    [0, "just now"],
    [-5 * MINUTE, "just now"],
    [3 * MINUTE, "3 minutes ago"],
    [61 * MINUTE, "1 hour ago"],
    [25 * 60 * MINUTE, "yesterday"],
    [33 * 60 * MINUTE, "2 days ago"],
    [47 * 60 * MINUTE, "2 days ago"],
    [10 * 24 * 60 * MINUTE, "10 days ago"],
  ])("%d ms before now is %s", (passed, expected) => {
    expect(ago(NOW - passed, NOW)).toBe(expected);
  });

  it.each([
    [new Date(2026, 10, 21, 0, 1), "Today"],
    [new Date(2026, 10, 20, 23, 59), "Yesterday"],
    [new Date(2026, 10, 19, 12, 0), "Thursday, November 19, 2026"],
  ])("%s is %s", (at, expected) => {
    expect(dayOf(at.getTime(), NOW)).toBe(expected);
  });

  it("has hours and minutes", () => {
    expect(timeOf(NOW)).toBe("08:30");
  });
});
