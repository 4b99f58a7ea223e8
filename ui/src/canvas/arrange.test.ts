import { describe, expect, it } from "vitest";
import { type Alignment, aligned, distributed, type Placed } from "./arrange";

const A: Placed = { id: "a", rect: { x: 0, y: 10, width: 100, height: 40 } };
const B: Placed = { id: "b", rect: { x: 300, y: 0, width: 200, height: 80 } };
const C: Placed = { id: "c", rect: { x: 120, y: 200, width: 100, height: 40 } };

describe("aligning", () => {
  it.each<[Alignment, [string, number, number][]]>([
    [
      "left",
      [
        ["b", -300, 0],
        ["c", -120, 0],
      ],
    ],
    [
      "centre",
      [
        ["a", 200, 0],
        ["b", -150, 0],
        ["c", 80, 0],
      ],
    ],
    [
      "right",
      [
        ["a", 400, 0],
        ["c", 280, 0],
      ],
    ],
    [
      "top",
      [
        ["a", 0, -10],
        ["c", 0, -200],
      ],
    ],
    [
      "middle",
      [
        ["a", 0, 90],
        ["b", 0, 80],
        ["c", 0, -100],
      ],
    ],
    [
      "bottom",
      [
        ["a", 0, 190],
        ["b", 0, 160],
      ],
    ],
  ])("%s moves only what is not there yet", (how, expected) => {
    const moves = [...aligned([A, B, C], how)].map(([id, { x, y }]) => [id, x, y]);
    expect(moves).toEqual(expected);
  });

  it("does nothing with nothing", () => {
    expect(aligned([], "left").size).toBe(0);
  });
});

describe("distributing", () => {
  it("makes equal gaps between the first and the last", () => {
    expect([...distributed([A, B, C], "horizontal")]).toEqual([["c", { x: 30, y: 0 }]]);
  });

  it("overlaps evenly where there is no room", () => {
    const at = (id: string, y: number): Placed => ({
      id,
      rect: { x: 0, y, width: 10, height: 40 },
    });
    const moves = distributed([at("a", 0), at("b", 5), at("c", 40)], "vertical");
    expect([...moves]).toEqual([["b", { x: 0, y: 15 }]]);
  });

  it("needs three boxes", () => {
    expect(distributed([A, B], "vertical").size).toBe(0);
  });
});
