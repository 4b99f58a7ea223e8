import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration, type TimeUnit, unitOf } from "./duration";

describe("a time", () => {
  it.each<[string, TimeUnit, number]>([
    ["30 s", "s", 30],
    ["30s", "s", 30],
    ["2 min", "s", 120],
    ["2m", "s", 120],
    ["1 min 30 s", "s", 90],
    ["1h30m", "min", 90],
    ["500 ms", "ms", 500],
    ["8 s", "ms", 8000],
    ["1.5 s", "ms", 1500],
    ["1,5 s", "ms", 1500],
    ["0.3 s", "ms", 300],
    ["2 hours", "s", 7200],
    ["1 d", "s", 86_400],
    ["0 s", "s", 0],
    [" 5 ", "s", 5],
  ])("typed as %j is kept in %s as %d", (text, unit, value) => {
    expect(parseDuration(text, { unit, whole: true })).toEqual({ ok: true, value });
  });

  it("without a unit is meant in the one that was shown", () => {
    const field = { unit: "ms", whole: true } as const;
    expect(parseDuration("5", field, unitOf("500 ms"))).toEqual({ ok: true, value: 5 });
    expect(parseDuration("5", field, unitOf("8 s"))).toEqual({ ok: true, value: 5000 });
    expect(parseDuration("5", field, unitOf("2 min"))).toEqual({ ok: true, value: 300_000 });
    expect(unitOf("")).toBe("s");
  });

  it.each(["", "soon", "5 parsecs", "-5 s", "5 s ago", "5 5 s", "1e3 s"])(
    "is not read from %j",
    (text) => {
      expect(parseDuration(text, { unit: "s", whole: true }).ok).toBe(false);
    },
  );

  it("says what a field cannot hold", () => {
    expect(parseDuration("500 ms", { unit: "s", whole: true })).toEqual({
      ok: false,
      why: "This time is kept in whole seconds.",
    });
    expect(parseDuration("30 s", { unit: "min", whole: false })).toEqual({ ok: true, value: 0.5 });
  });

  it.each<[number, TimeUnit, string]>([
    [0, "s", "0 s"],
    [500, "ms", "500 ms"],
    [1500, "ms", "1.5 s"],
    [8000, "ms", "8 s"],
    [60_000, "ms", "1 min"],
    [90, "s", "90 s"],
    [120, "s", "2 min"],
    [3600, "s", "1 h"],
    [86_400, "s", "24 h"],
    [2.5, "min", "150 s"],
    [1.333, "min", "79.98 s"],
  ])("of %d %s is shown as %j", (value, unit, text) => {
    expect(formatDuration(value, unit)).toBe(text);
  });

  it("is read back as it is shown", () => {
    for (const ms of [0, 1, 20, 999, 1000, 1234, 60_000, 61_000, 3_600_000, 5_400_000]) {
      const shown = formatDuration(ms, "ms");
      expect(parseDuration(shown, { unit: "ms", whole: true })).toEqual({ ok: true, value: ms });
    }
  });
});
