import { describe, expect, it } from "vitest";
import { match } from "./match";

describe("what was typed", () => {
  it.each([
    ["triage", "Triage", [], 1],
    ["tri", "Triage", [], 0.9],
    ["credit", "Triage → Credit Agent", [], 0.8],
    ["age", "Triage", [], 0.6],
    ["care", "Triage", ["Subscriber Care"], 0.4],
    ["scriber", "Triage", ["Subscriber Care"], 0.2],
    ["triage", "Support People", ["human-reach", "retail"], 0],
    ["triage care", "Triage", ["Subscriber Care"], 0.4],
    ["triage billing", "Triage", ["Subscriber Care"], 0],
    ["resume", "Résumé Reader", [], 0.9],
    ["", "Triage", [], 1],
  ])("%j against %j beside %j scores %d", (typed, name, beside, score) => {
    expect(match(typed, name, beside)).toBe(score);
  });
});
