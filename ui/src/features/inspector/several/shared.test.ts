import { expect, it } from "vitest";
import { membersOf, sharedOf, withMember, withoutMember } from "./shared";

it.each<[unknown[], unknown]>([
  [["a", "a"], { mixed: false, value: "a" }],
  [["a", "b"], { mixed: true }],
  [[undefined, undefined], { mixed: false, value: undefined }],
  [["a", undefined], { mixed: true }],
  [[[1], [1]], { mixed: false, value: [1] }],
])("%j have in common %j", (values, shared) => {
  expect(sharedOf(values, (value) => value)).toEqual(shared);
});

it("counts in how many lists a member is", () => {
  expect(membersOf([["b", "a"], ["a", "a"], undefined], (list) => list)).toEqual([
    { value: "a", count: 2 },
    { value: "b", count: 1 },
  ]);
});

it("adds once and leaves no empty list behind", () => {
  expect(withMember(["a"], "a")).toEqual(["a"]);
  expect(withMember(undefined, "a")).toEqual(["a"]);
  expect(withoutMember(["a", "b"], "a")).toEqual(["b"]);
  expect(withoutMember(["a"], "a")).toBeNull();
});
