import { expect, it } from "vitest";
import { numberFrom, numberText } from "./number-text";

it.each([
  ["12", {}, { value: 12 }],
  ["0,5", {}, { value: 0.5 }],
  ["-3", { least: 0 }, { wrong: "It cannot be less than 0." }],
  ["1.5", { integer: true }, { wrong: "Write a whole number." }],
  ["72.5", { percent: true }, { value: 0.725 }],
  ["7 %", { percent: true }, { value: 0.07 }],
  ["many", {}, { wrong: "Write a number." }],
  ["1.2.3", {}, { wrong: "Write a number." }],
])("%s with %o", (text, rules, read) => {
  expect(numberFrom(text, rules)).toEqual(read);
});

it.each([
  [0.07, true, "7"],
  [0.1 + 0.2, true, "30"],
  [800, false, "800"],
  [null, false, ""],
])("%s is shown", (value, percent, text) => {
  expect(numberText(value, percent)).toBe(text);
});
