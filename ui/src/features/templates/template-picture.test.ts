import { describe, expect, it } from "vitest";
import { rounded } from "./template-picture";

describe("a line with rounded corners", () => {
  it.each([
    ["nothing", [], ""],
    [
      "a straight line",
      [
        [0, 0],
        [10, 0],
      ],
      "M0 0L10 0",
    ],
    [
      "a corner",
      [
        [0, 0],
        [100, 0],
        [100, 100],
      ],
      "M0 0L88 0Q100 0 100 12L100 100",
    ],
    [
      "a corner between short ends",
      [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
      "M0 0L5 0Q10 0 10 5L10 10",
    ],
  ])("%s", (_, points, expected) => {
    expect(rounded(points.map(([x = 0, y = 0]) => ({ x, y })))).toBe(expected);
  });
});
