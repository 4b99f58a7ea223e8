/** Which columns of a table are shown. The first one names the records and always stays. */
import type { Kind, TableColumn } from "../../platform";
import { session } from "../../session/store";

const NONE: readonly string[] = [];

export function shownColumns(
  columns: readonly TableColumn[],
  hidden: readonly string[] = NONE,
): readonly TableColumn[] {
  return columns.filter(({ id }, i) => i === 0 || !hidden.includes(id));
}

/** Shows or hides a column, for this and every later look at the kind's table. */
export function showColumn(kind: Kind, column: string, shown: boolean): void {
  session.set(({ hiddenColumns }) => {
    const others = (hiddenColumns[kind] ?? NONE).filter((id) => id !== column);
    return { hiddenColumns: { ...hiddenColumns, [kind]: shown ? others : [...others, column] } };
  });
}

export function showAllColumns(kind: Kind): void {
  session.set(({ hiddenColumns }) => {
    const { [kind]: _, ...others } = hiddenColumns;
    return { hiddenColumns: others };
  });
}

/** Keeps the widths that were chosen by hand. */
export function keepWidths(kind: Kind, widths: Readonly<Record<string, number>>): void {
  session.set(({ columnWidths }) => ({ columnWidths: { ...columnWidths, [kind]: widths } }));
}
