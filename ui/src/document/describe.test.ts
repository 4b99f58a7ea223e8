import { describe, expect, it } from "vitest";
import { fieldChanges } from "./describe";

describe("what became of a record", () => {
  it.each([
    [
      "a part that is there with nothing in it",
      {},
      { gate: {} },
      ["gate: null → with its defaults"],
    ],
    ["one that is filled", { gate: {} }, { gate: { minutes: 2 } }, ["gate.minutes: null → 2"]],
    ["one that is emptied", { gate: { minutes: 2 } }, { gate: {} }, ["gate.minutes: 2 → null"]],
    ["a list", { tags: ["a"] }, { tags: ["a", "b"] }, ["tags: a → a, b"]],
    ["nothing", { policy: {}, on: true }, { policy: {}, on: true }, []],
  ])("tells %s", (_what, before, after, expected) => {
    const told = fieldChanges(before, after).map(
      ({ field, before: was, after: is }) => `${field}: ${was} → ${is}`,
    );
    expect(told).toEqual(expected);
  });
});
