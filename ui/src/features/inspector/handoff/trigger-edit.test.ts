import { describe, expect, it } from "vitest";
import type { Trigger, TriggerClause } from "../../../platform";
import { chosen, readValue, withAdded, withCondition } from "./trigger-edit";
import type { GroupWord, SimpleOn } from "./trigger-words";

const NESTED: Trigger = {
  on: {
    all: [{ on: "error" }, { on: { any: [{ on: "load", value: 0.9 }, { on: "user_asks" }] } }],
  },
};

describe("choosing what sets it off", () => {
  it.each<[TriggerClause, SimpleOn | GroupWord, TriggerClause]>([
    [{ on: "done" }, "confidence_below", { on: "confidence_below", value: 0.8 }],
    [{ on: "confidence_below", value: 0.7 }, "error", { on: "error" }],
    [{ on: "intent", value: "refund" }, "keyword", { on: "keyword", value: "refund" }],
    [{ on: "load", value: 0.9 }, "all", { on: { all: [{ on: "load", value: 0.9 }] } }],
    [{ on: { all: [{ on: "error" }] } }, "any", { on: { any: [{ on: "error" }] } }],
    [{ on: { all: [{ on: "error" }] } }, "elapsed", { on: "elapsed" }],
  ])("%j as %s", (before, choice, after) => {
    expect(chosen(before, choice)).toEqual(after);
  });
});

describe("a condition", () => {
  it("is replaced at the top", () => {
    expect(withCondition({ on: "load", value: 1 }, [], { on: "error" })).toEqual({ on: "error" });
  });

  it("is replaced within groups, and the others stay", () => {
    expect(withCondition(NESTED, [1, 0], { on: "language", value: "de" })).toEqual({
      on: {
        all: [
          { on: "error" },
          { on: { any: [{ on: "language", value: "de" }, { on: "user_asks" }] } },
        ],
      },
    });
  });

  it("is taken away, and a group that is left empty with it", () => {
    const once = withCondition(NESTED, [1, 1], null);
    expect(once).toEqual({
      on: { all: [{ on: "error" }, { on: { any: [{ on: "load", value: 0.9 }] } }] },
    });
    const twice = withCondition(once, [1, 0], null);
    expect(twice).toEqual({ on: { all: [{ on: "error" }] } });
    expect(withCondition(twice, [0], null)).toEqual({ on: "done" });
  });

  it("is added to the group that was asked for", () => {
    expect(withAdded(NESTED, [1], { on: "receiver_down" })).toMatchObject({
      on: { all: [{}, { on: { any: [{}, {}, { on: "receiver_down" }] } }] },
    });
  });
});

describe("a typed value", () => {
  it.each<[Parameters<typeof readValue>[0], string, unknown]>([
    ["share", "0.75", 0.75],
    ["share", "0,75", 0.75],
    ["signed", "-0.5", -0.5],
    ["count", "3", 3],
    ["amount", "1000", 1000],
    ["words", "refund", "refund"],
    ["words", "refund, return ,", ["refund", "return"]],
    ["languages", "de, fr", ["de", "fr"]],
    ["text", "a person", "a person"],
    ["text", "", null],
  ])("of kind %s from %j", (kind, text, value) => {
    expect(readValue(kind, text)).toEqual({ ok: true, value });
  });

  it("that is no number is said so", () => {
    expect(readValue("share", "high").ok).toBe(false);
    expect(readValue("amount", "1,000").ok).toBe(false);
    expect(readValue("count", "2.5").ok).toBe(false);
  });
});
