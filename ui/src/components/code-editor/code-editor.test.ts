import { expect, it } from "vitest";
import { differenceOf } from "./code-editor";

it.each([
  ["abc", "abc", ""],
  ["abc", "axc", "x"],
  ["aa", "aaa", "a"],
  ["aaa", "aa", ""],
  ["", "new", "new"],
  ["old", "", ""],
])("what differs between %j and %j is written alone", (before, after, insert) => {
  const change = differenceOf(before, after);
  expect(change.insert).toBe(insert);
  expect(before.slice(0, change.from) + change.insert + before.slice(change.to)).toBe(after);
});
