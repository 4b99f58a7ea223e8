import { expect, it } from "vitest";
import type { EscalationStep } from "../../../platform";
import { clockOf, inOrder, moveRungs, nextMinutes } from "./rungs";

const step = (after_minutes: number, id: string): EscalationStep => ({
  after_minutes,
  notify: { kind: "team", id },
});
const LADDER = [step(0, "a"), step(10, "b"), step(25, "c")];
const told = (steps: readonly EscalationStep[]) =>
  steps.map(({ after_minutes, notify }) => `${after_minutes} ${notify.id}`);

it("moves who is told and leaves the times where they are", () => {
  expect(told(moveRungs(LADDER, [2, 0, 1]))).toEqual(["0 c", "10 a", "25 b"]);
});

it("stands in the order of time", () => {
  expect(told(inOrder([step(25, "c"), step(0, "a")]))).toEqual(["0 a", "25 c"]);
});

it.each([
  [[], 0],
  [[step(0, "a")], 15],
  [LADDER, 40],
])("goes on in the same stride", (steps, minutes) => {
  expect(nextMinutes(steps)).toBe(minutes);
});

it.each([
  [0, "at once"],
  [25, "25 min"],
  [60, "1 h"],
  [130, "2 h 10 min"],
])("%i minutes", (minutes, words) => {
  expect(clockOf(minutes)).toBe(words);
});
