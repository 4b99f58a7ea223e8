import { describe, expect, it } from "vitest";
import { suggestions, type TermName, termAt } from "./completion";

const TERMS: readonly TermName[] = [
  {
    name: "owner",
    meaning: "The team that owns it",
    common: true,
    values: () => [
      { value: "payments", label: "Payments" },
      { value: "care", label: "Customer Care" },
    ],
  },
  {
    name: "tag",
    meaning: "A capability",
    common: true,
    values: () => [
      { value: "refund.issue", label: "refund.issue" },
      { value: "pay out", label: "pay out" },
    ],
  },
];

/** The caret stands at the bar. */
const at = (text: string) => ({ query: text.replace("|", ""), caret: text.indexOf("|") });

describe("the term at the caret", () => {
  it.each([
    ["|", ""],
    ["ow|ner:pay", "owner:pay"],
    ["owner:pay |", ""],
    ["owner:pay tag:re|", "tag:re"],
    ["owner:p|ay tag:re", "owner:pay"],
    ['tag:"pay o|ut" x', 'tag:"pay out"'],
  ])("%s", (text, expected) => {
    const { query, caret } = at(text);
    const { from, to } = termAt(query, caret);
    expect(query.slice(from, to)).toBe(expected);
  });
});

describe("what may follow", () => {
  it.each([
    ["|", ["owner:", "tag:"]],
    ["o|", ["owner:"]],
    ["owner:|", ["owner:payments", "owner:care"]],
    ["owner:cus|", ["owner:care"]],
    ["owner=pay|", ["owner=payments"]],
    ["-owner:pay|", ["-owner:payments"]],
    ["tag:o|", ['tag:"pay out"']],
    ["refu|", ["tag:refund.issue"]],
    ["lifecycle:pr|", []],
    ["owner:payments t|", ["tag:"]],
  ])("%s", (text, expected) => {
    const { query, caret } = at(text);
    expect(suggestions(query, caret, TERMS).map(({ term }) => term)).toEqual(expected);
  });

  it.each([
    ["o|", "owner:|"],
    ["owner:c|", "owner:care |"],
    ["owner:c| refund", "owner:care| refund"],
    ["tag:re|fund x", "tag:refund.issue| x"],
  ])("%s becomes %s", (text, expected) => {
    const { query, caret } = at(text);
    const [first] = suggestions(query, caret, TERMS);
    const taken = first
      ? `${first.query.slice(0, first.caret)}|${first.query.slice(first.caret)}`
      : "";
    expect(taken).toBe(expected);
  });
});
