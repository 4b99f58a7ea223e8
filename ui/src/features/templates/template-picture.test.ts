import { describe, expect, it } from "vitest";
import { rounded, wrapped } from "./template-picture";

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

describe("a name in a box", () => {
  it.each([
    ["Triage", 10, 2, ["Triage"]],
    ["Account Specialist", 10, 2, ["Account", "Specialist"]],
    ["A B C D", 3, 2, ["A B", "C D"]],
    ["Account Specialist for Billing", 10, 2, ["Account", "Specialis…"]],
    ["Unsplittableword", 8, 2, ["Unsplit…"]],
  ])("%s in %i letters and %i lines", (name, letters, most, lines) => {
    expect(wrapped(name, letters, most)).toEqual(lines);
  });
});
