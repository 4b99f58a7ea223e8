import { describe, expect, it } from "vitest";
import { stepIn } from "./step";

describe("going from cell to cell", () => {
  it.each([
    ["ArrowDown", { row: 2, column: 1 }],
    ["ArrowLeft", { row: 1, column: 0 }],
    ["End", { row: 1, column: 2 }],
    ["PageUp", { row: 0, column: 1 }],
    ["a", null],
  ])("%s", (key, expected) => {
    expect(stepIn({ row: 1, column: 1 }, key, 4, 3)).toEqual(expected);
  });

  it("ends at the edges", () => {
    expect(stepIn({ row: 0, column: 2 }, "ArrowUp", 4, 3)).toBeNull();
    expect(stepIn({ row: 0, column: 2 }, "ArrowRight", 4, 3)).toBeNull();
  });
});
