// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import type { HistoryEntry } from "../../platform";
import { authorsOf, joined, linesOf } from "./entries";

const entry = (revision: number, author = "maria", day = 21): HistoryEntry => ({
  revision,
  author,
  at: new Date(2026, 10, day, 8, revision).toISOString(),
  operation_id: `op-${revision}`,
  summary: `edit number ${revision}`,
  action: "edit",
  changes: 1,
});
const NOW = new Date(2026, 10, 21, 9).getTime();
const revisions = (entries: readonly HistoryEntry[]) => entries.map(({ revision }) => revision);

describe("pages of the history", () => {
  it.each([
    ["follow each other", [5, 4], [3, 2], [5, 4, 3, 2]],
    ["overlap", [6, 5, 4], [5, 4, 3], [6, 5, 4, 3]],
    ["leave a gap, so that the older ones are given up", [9, 8], [5, 4], [9, 8]],
    ["may be empty", [], [2, 1], [2, 1]],
  ])("%s", (_, newer, older, expected) => {
    const join = joined(
      newer.map((n) => entry(n)),
      older.map((n) => entry(n)),
    );
    expect(revisions(join)).toEqual(expected);
  });
});

describe("lines of the history", () => {
  const entries = [entry(3), entry(2, "kim"), entry(1, "kim", 20)];
  const shown = (author: string | null, text: string) =>
    linesOf(entries, { author, text }, NOW).map((line) =>
      line.line === "day" ? line.title : line.entry.revision,
    );

  it("are divided by day", () => {
    expect(shown(null, "")).toEqual(["Today", 3, 2, "Yesterday", 1]);
  });

  it("are filtered by author and words", () => {
    expect(shown("kim", "")).toEqual(["Today", 2, "Yesterday", 1]);
    expect(shown(null, "number 3")).toEqual(["Today", 3]);
    expect(authorsOf(entries)).toEqual(["kim", "maria"]);
  });
});
