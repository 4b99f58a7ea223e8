import { describe, expect, it } from "vitest";
import { folded, payloadLines } from "./payload-lines";

/** Each line with its mark before it. */
const shown = (payload: unknown, pointer: string | null, reason: string | null) =>
  payloadLines(payload, pointer, reason).map(
    ({ text, mark }) => `${mark === "refused" ? "-" : mark === "missing" ? "+" : " "}${text}`,
  );

describe("a payload that is refused", () => {
  it.each([
    [
      "a value",
      { amount: -1, note: "x" },
      "/properties/amount/minimum",
      "-1 is less than the minimum of 0",
      [" {", '-  "amount": -1,', '   "note": "x"', " }"],
    ],
    [
      "a member that is missing",
      { amount: 0 },
      "/required",
      '"order" is a required property',
      [" {", '   "amount": 0', '+  "order"', " }"],
    ],
    [
      "a member that is missing in an empty object",
      { order: {} },
      "/properties/order/required",
      '"id" is a required property',
      [" {", '   "order": {', '+    "id"', "   }", " }"],
    ],
    [
      "a member that must not be there",
      { a: 1, b: [2] },
      "/additionalProperties",
      "Additional properties are not allowed ('b' was unexpected)",
      [" {", '   "a": 1,', '-  "b": [', "-    2", "-  ]", " }"],
    ],
    [
      "the only item of a list, below a branch",
      { list: [7] },
      "/allOf/0/properties/list/items/type",
      '7 is not of type "string"',
      [" {", '   "list": [', "-    7", "   ]", " }"],
    ],
    [
      "a list of which the place tells no item",
      { list: [1, 2] },
      "/properties/list/items/type",
      '2 is not of type "string"',
      [" {", '-  "list": [', "-    1,", "-    2", "-  ]", " }"],
    ],
    ["all of it", 1.5, "/type", '1.5 is not of type "integer"', ["-1.5"]],
  ])("marks %s", (_, payload, pointer, reason, lines) => {
    expect(shown(payload, pointer, reason)).toEqual(lines);
  });

  it("is marked as a whole where the way is not clear", () => {
    expect(shown({ a: 1 }, "/$defs/part/minimum", "1 is too small")).toEqual([
      "-{",
      '-  "a": 1',
      "-}",
    ]);
    expect(shown({ a: 1 }, null, null)).toEqual(["-{", '-  "a": 1', "-}"]);
  });

  it("leaves out what is far from the mark, and tells how much", () => {
    const payload = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`a${i}`, i]));
    const lines = payloadLines(payload, "/properties/a9/minimum", "9 is less than the minimum");
    const shown = folded(lines).map((line) => ("skipped" in line ? line.skipped : line.text));
    expect(shown).toHaveLength(11);
    expect(shown[1]).toBe(6);
    expect(shown[5]).toBe('  "a9": 9,');
    expect(shown[9]).toBe(7);
    expect(folded(payloadLines({ a: 1, b: 2 }, "/properties/a", ""))).toHaveLength(4);
  });
});
