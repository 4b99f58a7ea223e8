import { describe, expect, it } from "vitest";
import type { Point, Rect } from "./geometry";
import { gridMove, snapMove } from "./snap";

const box = (x: number, y: number, width = 200, height = 80): Rect => ({ x, y, width, height });
const REACH = 6;

describe("a box in the hand", () => {
  it.each<[string, Rect, Point, Rect[], Point]>([
    ["meets a left edge", box(0, 0), { x: 403, y: 204 }, [box(400, 0)], { x: 400, y: 200 + 8 }],
    ["meets a centre", box(0, 0, 100), { x: 452, y: 204 }, [box(400, 0)], { x: 450, y: 208 }],
    ["meets a right edge", box(0, 0, 100), { x: 497, y: 204 }, [box(400, 0)], { x: 500, y: 208 }],
    ["meets a top edge", box(0, 0), { x: 303, y: 5 }, [box(804, 0)], { x: 304, y: 0 }],
    ["rests on the grid alone", box(0, 0), { x: 303, y: 205 }, [], { x: 304, y: 208 }],
    [
      "looks no further than its reach",
      box(0, 0),
      { x: 420, y: 0 },
      [box(407, 300)],
      { x: 424, y: 0 },
    ],
  ])("%s", (_, moving, delta, others, expected) => {
    expect(snapMove(moving, delta, others, REACH).by).toEqual(expected);
  });

  it("keeps the gap that two others have between them", () => {
    const row = [box(0, 0), box(250, 3)];
    const { by, guides } = snapMove(box(0, 0, 200, 70), { x: 503, y: 20 }, row, REACH);
    expect(by.x).toBe(500);
    expect(guides.map(({ from, to }) => [from.x, to.x])).toEqual([
      [200, 250],
      [450, 500],
    ]);
  });

  it("stands in the middle between two others", () => {
    const row = [box(0, 0), box(600, 0)];
    const { by } = snapMove(box(0, 0, 150, 70), { x: 328, y: 17 }, row, REACH);
    expect(by.x).toBe(325);
  });

  it("shows a line over all that it aligns", () => {
    const { guides } = snapMove(box(0, 0), { x: 402, y: 204 }, [box(400, 0)], REACH);
    expect(guides).toContainEqual({ from: { x: 400, y: 0 }, to: { x: 400, y: 288 } });
  });

  it("shows nothing where only the grid decides", () => {
    expect(snapMove(box(0, 0), { x: 30, y: 30 }, [], REACH).guides).toEqual([]);
  });
});

describe("the grid", () => {
  it("takes the anchor to rest and moves everything by the same amount", () => {
    expect(gridMove({ x: 10, y: 10 }, { x: 9, y: 1 })).toEqual({ x: 6, y: -2 });
  });
});
