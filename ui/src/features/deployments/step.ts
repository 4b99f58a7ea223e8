/** Going from cell to cell by keys. */
export interface Step {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads from a cell; null where it leads nowhere. */
export function stepIn(at: Step, key: string, rows: number, columns: number): Step | null {
  const moves: Readonly<Record<string, Step>> = {
    ArrowUp: { row: at.row - 1, column: at.column },
    ArrowDown: { row: at.row + 1, column: at.column },
    ArrowLeft: { row: at.row, column: at.column - 1 },
    ArrowRight: { row: at.row, column: at.column + 1 },
    Home: { row: at.row, column: 0 },
    End: { row: at.row, column: columns - 1 },
    PageUp: { row: 0, column: at.column },
    PageDown: { row: rows - 1, column: at.column },
  };
  const to = moves[key];
  if (!to) return null;
  const within = to.row >= 0 && to.row < rows && to.column >= 0 && to.column < columns;
  return within ? to : null;
}
