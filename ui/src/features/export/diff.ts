/** The lines of a file's differences as they are shown: with marks where unchanged lines are left out. */
import type { DiffLine } from "../../platform";

export type DiffRow =
  | { readonly is: "line"; readonly key: string; readonly line: DiffLine }
  | { readonly is: "gap"; readonly key: string };

export function diffRows(lines: readonly DiffLine[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let old = 0;
  let now = 0;
  for (const [i, line] of lines.entries()) {
    const skips =
      (line.old_line !== null && line.old_line > old + 1) ||
      (line.new_line !== null && line.new_line > now + 1);
    if (skips) rows.push({ is: "gap", key: `gap:${i}` });
    old = line.old_line ?? old;
    now = line.new_line ?? now;
    rows.push({ is: "line", key: String(i), line });
  }
  return rows;
}

/** Where each run of changed lines begins. */
export function changesIn(rows: readonly DiffRow[]): readonly number[] {
  const changed = (row: DiffRow | undefined) => row?.is === "line" && row.line.change !== "same";
  return rows.flatMap((row, i) => (changed(row) && !changed(rows[i - 1]) ? [i] : []));
}

export function countsIn(lines: readonly DiffLine[]): { added: number; removed: number } {
  const of = (change: DiffLine["change"]) => lines.filter((line) => line.change === change).length;
  return { added: of("added"), removed: of("removed") };
}
