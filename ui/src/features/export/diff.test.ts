import { expect, it } from "vitest";
import type { DiffLine } from "../../platform";
import { changesIn, countsIn, diffRows } from "./diff";

const line = (
  change: DiffLine["change"],
  old_line: number | null,
  new_line: number | null,
): DiffLine => ({ change, text: "", old_line, new_line });

const LINES = [
  line("same", 4, 4),
  line("removed", 5, null),
  line("added", null, 5),
  line("added", null, 6),
  line("same", 6, 7),
  line("same", 20, 21),
  line("added", null, 22),
];

it("marks where unchanged lines are left out", () => {
  const rows = diffRows(LINES);
  expect(rows.map((row) => (row.is === "gap" ? "gap" : row.line.change))).toEqual([
    "gap",
    "same",
    "removed",
    "added",
    "added",
    "same",
    "gap",
    "same",
    "added",
  ]);
  expect(changesIn(rows)).toEqual([2, 8]);
  expect(countsIn(LINES)).toEqual({ added: 3, removed: 1 });
});

it("marks nothing in a whole file", () => {
  expect(diffRows([line("added", null, 1), line("added", null, 2)])).toHaveLength(2);
});
