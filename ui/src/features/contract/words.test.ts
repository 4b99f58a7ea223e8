import { describe, expect, it } from "vitest";
import type { Judgement } from "../../platform";
import { BREAKING, BROKEN, judgement, SAFE } from "./testing";
import {
  directionMeaning,
  directionWords,
  endWords,
  headline,
  listed,
  sentence,
  shortened,
  verdictOf,
} from "./words";

const UNDECIDED = {
  ...SAFE,
  holds: false,
  forward: { verdict: "undecided", part: "payload", reason: "the budget is spent" } as const,
};

describe("a verdict in words", () => {
  it.each<[string, Judgement, string, string]>([
    ["safe", judgement(), "good", "Safe against 1.0.0"],
    [
      "safe against several",
      judgement({ against: [{ ...SAFE, old: "1.1.0" }, SAFE] }),
      "good",
      "Safe against 1.1.0 and 1.0.0",
    ],
    ["breaking", BROKEN, "bad", "Breaking against 1.0.0"],
    [
      "breaking against one of two",
      { ...BROKEN, against: [{ ...SAFE, old: "1.0.5" }, BREAKING] },
      "bad",
      "Breaking against 1.0.0",
    ],
    [
      "undecided",
      judgement({ holds: false, against: [UNDECIDED] }),
      "unsure",
      "Undecided against 1.0.0",
    ],
    [
      "the first",
      judgement({ against: [], before: null, needed: null }),
      "neutral",
      "The first version: there is none to break",
    ],
    [
      "without a mode",
      judgement({ against: [], mode: "none" }),
      "neutral",
      "This contract asks for no compatibility",
    ],
  ])("is %s", (_, given, tone, title) => expect(headline(given)).toEqual({ tone, title }));

  it("counts the directions alone that the mode asks for", () => {
    expect(verdictOf({ ...BREAKING, mode: "forward", holds: true })).toBe("safe");
    expect(verdictOf({ ...BREAKING, mode: "backward" })).toBe("breaking");
  });

  it("says who can move first, and who writes what is rejected", () => {
    expect(directionWords("backward", BREAKING.backward)).toBe("Receivers cannot move first");
    expect(directionWords("forward", BREAKING.forward)).toBe("Senders can move first");
    expect(directionMeaning("backward", BREAKING)).toBe(
      "A sender of 1.0.0 may write this; 1.1.0 rejects it:",
    );
    expect(directionMeaning("forward", BREAKING)).toBe(
      "1.0.0 reads whatever a sender of 1.1.0 may write.",
    );
  });
});

it("names a few and counts the rest", () => {
  const names = ["1", "2", "3", "4", "5", "6"];
  expect(shortened(names.slice(0, 4))).toBe("1, 2, 3 and 4");
  expect(shortened(names)).toBe("1, 2, 3 and 3 more");
});

it.each([
  ["billing has not agreed", "Billing has not agreed."],
  ["Is that meant?", "Is that meant?"],
])("says %s", (words, said) => expect(sentence(words)).toBe(said));

it("lists words", () => {
  expect(listed([])).toBe("");
  expect(listed(["a"])).toBe("a");
  expect(listed(["a", "b", "c"])).toBe("a, b and c");
});

it.each([
  [null, "ends 2027-01-31"],
  [0, "ends today, 2027-01-31"],
  [1, "ends 2027-01-31, in 1 day"],
  [-2, "ended 2027-01-31, 2 days ago"],
])("an end in %s days", (days, words) => expect(endWords("2027-01-31", days)).toBe(words));
