import { describe, expect, it } from "vitest";
import { lean } from "./lean";
import { clampPanel, DEFAULTS, load, nextTextSize, validated } from "./persist";

const TEAM = { kind: "team", id: "care" };

describe("the kept session", () => {
  it("falls back to defaults for anything that does not fit", () => {
    expect(validated(null)).toEqual(DEFAULTS);
    expect(
      validated({
        theme: "pink",
        panels: { dockWidth: "wide" },
        cameras: { a: { x: 1, y: Number.NaN, zoom: 1 } },
      }),
    ).toEqual(DEFAULTS);
    expect(load({ getItem: () => "{not json" }, 1440)).toEqual(DEFAULTS);
  });

  it("keeps what fits", () => {
    const camera = { x: 3, y: 4, zoom: 0.5 };
    const kept = validated({
      theme: "dark",
      cameras: { desk: camera, bad: 7 },
      choices: [{ action: "undo" }, { record: { kind: "team" } }, 7, { record: TEAM }],
    });
    expect(kept).toEqual({
      ...DEFAULTS,
      theme: "dark",
      cameras: { desk: camera },
      choices: [{ action: "undo" }, { record: TEAM }],
    });
  });

  it("holds to whatever was kept last, in the page or by the desktop", () => {
    const storage = (kept: object) => ({ getItem: () => JSON.stringify(kept) });
    const dark = { theme: "dark", at: 5 };
    const light = { theme: "light", at: 7 };
    expect(load(storage(dark), 1440, light).theme).toBe("light");
    expect(load(storage(light), 1440, dark).theme).toBe("light");
    expect(load({ getItem: () => null }, 1440, dark).theme).toBe("dark");
    expect(load({ getItem: () => "{not json" }, 1440, dark).theme).toBe("dark");
    expect(load(storage(dark), 1440, null).theme).toBe("dark");
    expect(load(storage({ theme: "dark" }), 1440, { theme: "light", at: "x" }).theme).toBe("dark");
  });

  it("loses no long text where the desktop keeps only what is small", () => {
    const text = (at: number, letters: number) => ({
      ...{ registry: "/r", kind: "agent", id: "a", field: "scope", label: "Scope", page: "p" },
      ...{ text: "ä".repeat(letters), at },
    });
    const unsentTexts = { old: text(1, 50_000), long: text(2, 90_000), short: text(3, 10) };
    const kept = { ...validated({ unsentTexts, theme: "dark" }), at: 9 };
    const small = lean(kept);
    expect(Object.keys(small.unsentTexts)).toEqual(["short", "old"]);
    expect(new TextEncoder().encode(JSON.stringify(small)).length).toBeLessThan(128 * 1024);
    const storage = { getItem: () => JSON.stringify({ ...kept, at: 8, theme: "light" }) };
    const back = load(storage, 1440, small);
    expect(back.theme).toBe("dark");
    expect(back.unsentTexts.long?.text).toHaveLength(90_000);
    expect(lean({ ...kept, unsentTexts: {} })).toEqual({ ...kept, unsentTexts: {} });
  });

  it("keeps what topologies are simulated with, as far as it fits", () => {
    const load = { rate: null, per: "h", time: 0.5, unit: "d" };
    const conditions = { scenario: "busy" };
    const simulation = { conditions, method: "exact", requests: 5, seed: 0, load };
    expect(validated({ simulation }).simulation).toEqual(simulation);
    const broken = {
      conditions: { profile: 3 },
      method: "dice",
      requests: 0.5,
      seed: -1,
      load: { rate: -3, per: "day", time: "long" },
    };
    expect(validated({ simulation: broken })).toEqual(DEFAULTS);
  });

  it("leaves a small window's room to the drawing at first, and then to its user", () => {
    const { panels } = load({ getItem: () => null }, 1000);
    expect(panels).toEqual({
      ...DEFAULTS.panels,
      outline: false,
      dockWidth: 300,
      findingsHeight: 168,
    });
    const kept = JSON.stringify({ panels: { outline: true } });
    expect(load({ getItem: () => kept }, 1000)).toEqual(DEFAULTS);
  });

  it("keeps panels usable", () => {
    expect(clampPanel("dockWidth", 10_000)).toBe(560);
    expect(clampPanel("findingsHeight", -5)).toBe(120);
  });

  it.each([
    [100, 1, 110],
    [110, -1, 100],
    [200, 1, 200],
    [75, -1, 75],
    [130, 1, 150],
    [130, -1, 125],
    [175, 0, 100],
  ] as const)("steps text of %d %% by %d to %d %%", (size, direction, expected) => {
    expect(nextTextSize(size, direction)).toBe(expected);
  });
});
