import { describe, expect, it } from "vitest";
import type { Finding, RuleInfo } from "../../platform";
import { NO_CONTRACT, UNOWNED } from "../../testing/support";
import { countsOf, type Line, type ListOptions, linesOf, type Names } from "./list";

const SILENT: Finding = {
  ...UNOWNED,
  key: "OWN001:agent:triage",
  subject: { kind: "agent", id: "triage" },
  silenced: "The vendor answers.",
};
const FINDINGS = [NO_CONTRACT, UNOWNED, SILENT];

const RULES: Readonly<Record<string, Pick<RuleInfo, "category">>> = {
  OWN001: { category: "ownership" },
};
const NAMES: Names = {
  record: ({ subject }) => subject.id,
  topology: (id) => `the ${id}`,
  rule: (code) => RULES[code] as RuleInfo | undefined,
};
const ALL: ListOptions = {
  group: "severity",
  sort: "severity",
  severity: null,
  text: "",
  silenced: false,
};
const shown = (options: Partial<ListOptions>) =>
  linesOf(FINDINGS, { ...ALL, ...options }, NAMES).map(words);
const words = (line: Line) =>
  line.line === "head" ? `${line.title} (${line.count})` : line.finding.code;

describe("the lines of the findings", () => {
  it.each<[string, Partial<ListOptions>, string[]]>([
    ["by severity", {}, ["Errors (1)", "OWN001", "Warnings (1)", "CON001"]],
    // The catalogue does not know CON001 here: its family goes by its letters.
    ["by family", { group: "family" }, ["CON (1)", "CON001", "Ownership OWN (1)", "OWN001"]],
    [
      "by place",
      { group: "place" },
      ["the desk (1)", "CON001", "Shared by all topologies (1)", "OWN001"],
    ],
    ["of one severity", { severity: "warning" }, ["Warnings (1)", "CON001"]],
    ["with all words", { text: "team  billing" }, ["Errors (1)", "OWN001"]],
    ["with words that nothing has", { text: "zebra" }, []],
    [
      "with silenced ones last",
      { silenced: true },
      ["Errors (1)", "OWN001", "Warnings (1)", "CON001", "Silenced (1)", "OWN001"],
    ],
  ])("%s", (_, options, expected) => {
    expect(shown(options)).toEqual(expected);
  });

  it("are ordered within a group", () => {
    const one = { ...NO_CONTRACT, key: "x", severity: "error" as const };
    const order = (sort: ListOptions["sort"]) =>
      linesOf([UNOWNED, one], { ...ALL, sort }, NAMES)
        .filter((line) => line.line === "finding")
        .map(words);
    expect(order("code")).toEqual(["CON001", "OWN001"]);
    expect(order("place")).toEqual(["OWN001", "CON001"]);
  });

  it("are counted, silenced ones apart", () => {
    expect(countsOf(FINDINGS)).toEqual({ error: 1, warning: 1, advice: 0, silenced: 1 });
  });
});
