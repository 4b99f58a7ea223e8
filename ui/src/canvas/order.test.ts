import { describe, expect, it } from "vitest";
import { drawnBox } from "../testing/drawn";
import { stepFrom } from "./order";

const BOXES = [drawnBox("c", 0, 200), drawnBox("b", 300, 10), drawnBox("a", 0, 0)];

describe("walking over the drawing", () => {
  it.each<[string | null, 1 | -1, string | null]>([
    [null, 1, "a"],
    ["a", 1, "b"],
    ["b", 1, "c"],
    ["c", 1, null],
    ["b", -1, "a"],
    ["a", -1, null],
    [null, -1, "c"],
    ["gone", 1, "a"],
  ])("from %s by %i", (from, step, expected) => {
    expect(stepFrom(BOXES, from, step)).toBe(expected);
  });
});
