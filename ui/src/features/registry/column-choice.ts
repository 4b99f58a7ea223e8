/** Which columns of a table are shown, and in which order. The first one names the records and always stays where it is. */
import type { Kind, TableColumn } from "../../platform";
import { session } from "../../session/store";

const NONE: readonly string[] = [];

/** The columns in the order that was chosen; those that nobody has moved follow in the backend's own. */
export function orderedColumns(
  columns: readonly TableColumn[],
  order: readonly string[] = NONE,
): readonly TableColumn[] {
  const [first, ...others] = columns;
  if (first === undefined || order.length === 0) return columns;
  const moved = order.flatMap((id) => others.find((column) => column.id === id) ?? []);
  return [first, ...moved, ...others.filter(({ id }) => !order.includes(id))];
}

export function shownColumns(
  columns: readonly TableColumn[],
  hidden: readonly string[] = NONE,
  order: readonly string[] = NONE,
): readonly TableColumn[] {
  return orderedColumns(columns, order).filter(({ id }, i) => i === 0 || !hidden.includes(id));
}

/** Shows or hides a column, for this and every later look at the kind's table. */
export function showColumn(kind: Kind, column: string, shown: boolean): void {
  session.set(({ hiddenColumns }) => {
    const others = (hiddenColumns[kind] ?? NONE).filter((id) => id !== column);
    return { hiddenColumns: { ...hiddenColumns, [kind]: shown ? others : [...others, column] } };
  });
}

/** All columns, in the backend's own order. */
export function resetColumns(kind: Kind): void {
  session.set(({ hiddenColumns, columnOrders }) => {
    const { [kind]: _hidden, ...hidden } = hiddenColumns;
    const { [kind]: _order, ...orders } = columnOrders;
    return { hiddenColumns: hidden, columnOrders: orders };
  });
}

/** Keeps the order of all columns but the first. */
export function orderColumns(kind: Kind, order: readonly string[]): void {
  session.set(({ columnOrders }) => ({ columnOrders: { ...columnOrders, [kind]: order } }));
}

/**
 * Moves a column to the place of another one that is shown, or by one step; those that are put away keep beside whom they stood.
 * Returns its new place among the shown ones, or null where it cannot move there.
 */
export function moveColumn(
  kind: Kind,
  columns: readonly TableColumn[],
  column: string,
  to: number,
): number | null {
  const { hiddenColumns, columnOrders } = session.get();
  const shown = shownColumns(columns, hiddenColumns[kind], columnOrders[kind]);
  const from = shown.findIndex(({ id }) => id === column);
  const place = shown[to];
  if (from < 1 || to < 1 || place === undefined || from === to) return null;
  const order = orderedColumns(columns, columnOrders[kind])
    .slice(1)
    .map(({ id }) => id)
    .filter((id) => id !== column);
  order.splice(order.indexOf(place.id) + (to > from ? 1 : 0), 0, column);
  orderColumns(kind, order);
  return to;
}

/** Keeps the widths that were chosen by hand. */
export function keepWidths(kind: Kind, widths: Readonly<Record<string, number>>): void {
  session.set(({ columnWidths }) => ({ columnWidths: { ...columnWidths, [kind]: widths } }));
}
