import { describe, expect, it } from "vitest";
import type { Finding, RuleInfo } from "../../platform";
import { EVERY_FINDING } from "../../session/persist";
import { NO_CONTRACT, UNOWNED } from "../../testing/support";
import { choicesOf, countsOf, type Line, type ListOptions, linesOf, type Names } from "./list";

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
  isCustom: (code) => code.startsWith("ACME"),
  isSelected: ({ id }) => id === "billing",
};
const ALL: ListOptions = {
  group: "severity",
  sort: "severity",
  severity: null,
  text: "",
  silenced: false,
  filter: EVERY_FINDING,
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
      "by rule",
      { group: "rule" },
      ["CON001 handoff-without-contract (1)", "CON001", "OWN001 agent-without-owner (1)", "OWN001"],
    ],
    [
      "by subject",
      { group: "subject" },
      ["billing (1)", "OWN001", "triage-to-billing (1)", "CON001"],
    ],
    [
      "of one family",
      { filter: { ...EVERY_FINDING, families: ["CON"] } },
      ["Warnings (1)", "CON001"],
    ],
    ["of users' rules", { filter: { ...EVERY_FINDING, families: ["custom"] } }, []],
    ["about one kind", { filter: { ...EVERY_FINDING, about: "agent" } }, ["Errors (1)", "OWN001"]],
    [
      "about what is selected",
      { filter: { ...EVERY_FINDING, about: "selected" } },
      ["Errors (1)", "OWN001"],
    ],
    [
      "of one topology",
      { filter: { ...EVERY_FINDING, place: "desk" } },
      ["Warnings (1)", "CON001"],
    ],
    ["shared by all", { filter: { ...EVERY_FINDING, place: "" } }, ["Errors (1)", "OWN001"]],
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

  it("are counted for each choice of a filter, where the others hold", () => {
    const own = { ...NO_CONTRACT, key: "own", code: "ACME001" };
    const options = { ...ALL, filter: { ...EVERY_FINDING, families: ["OWN"], place: "desk" } };
    const counts = (of: "families" | "about" | "place") =>
      choicesOf([...FINDINGS, own], options, of, NAMES).map(
        ({ value, name, count }) => `${value}=${name} ${count}`,
      );
    expect(counts("families")).toEqual(["CON=CON 1", "custom=Custom rules 1"]);
    expect(counts("about")).toEqual([]);
    expect(counts("place")).toEqual(["=Shared by all topologies 1"]);
  });

  it("are counted, silenced ones apart", () => {
    expect(countsOf(FINDINGS)).toEqual({ error: 1, warning: 1, advice: 0, silenced: 1 });
  });
});
