import { describe, expect, it } from "vitest";
import { clampPanel, DEFAULTS, load, validated } from "./persist";

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
      exportFolder: "/tmp/out",
      exportKinds: ["runbooks", 3],
    });
    expect(kept).toEqual({
      ...DEFAULTS,
      theme: "dark",
      cameras: { desk: camera },
      exportFolder: "/tmp/out",
      exportKinds: ["runbooks"],
    });
  });

  it("leaves a small window's room to the drawing at first, and then to its user", () => {
    const { panels } = load({ getItem: () => null }, 1000);
    expect(panels).toEqual({
      ...DEFAULTS.panels,
      outline: false,
      dockWidth: 300,
      findingsHeight: 120,
    });
    const kept = JSON.stringify({ panels: { outline: true } });
    expect(load({ getItem: () => kept }, 1000)).toEqual(DEFAULTS);
  });

  it("keeps panels usable", () => {
    expect(clampPanel("dockWidth", 10_000)).toBe(560);
    expect(clampPanel("findingsHeight", -5)).toBe(120);
  });
});
