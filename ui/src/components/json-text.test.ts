import { describe, expect, it } from "vitest";
import { readJson } from "./json-text";

const deep = "[".repeat(300);

describe("JSON that is typed", () => {
  it.each([
    ['{"a": [1, -2.5e3, true, null, "x\\u00e9\\n"]}', { a: [1, -2500, true, null, "xé\n"] }],
    [" 12 ", 12],
    ["{}", {}],
    ["[]", []],
  ])("%s is read", (text, value) => {
    expect(readJson(text)).toEqual({ value });
  });

  it.each([
    ['{\n  "a": 1,\n}', 3, 1, 'a "," too many'],
    ['{\n  "a" 1\n}', 2, 7, 'A ":" is missing'],
    ['{"a": 1 "b": 2}', 1, 9, 'A "," or "}" is missing'],
    ["[1 2]", 1, 4, 'A "," or "]" is missing'],
    ['{"a": yes}', 1, 7, "text stands in double quotes"],
    ['{"a": }', 1, 7, "A value is missing"],
    ['"open', 1, 1, "closing quote"],
    ['{"a": 1, "a": 2}', 1, 10, "stands here twice"],
    ["{} {}", 1, 4, "Nothing may follow"],
    ['"\\q"', 1, 2, "no such escape"],
    ["01", 1, 1, "is no JSON"],
    [deep, 1, 202, "nested deeper"],
  ])("%s is told with its place", (text, line, column, words) => {
    const reading = readJson(text);
    expect(reading).toMatchObject({ mistake: { line, column } });
    expect("mistake" in reading && reading.mistake.message).toContain(words);
  });
});
