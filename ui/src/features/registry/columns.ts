/** Columns of the registry's table: titles and texts are the backend's, only widths are chosen here. */
import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { RegistryTable, TableRow } from "../../platform";

export const FEATURES = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  rowSortingFeature,
});
export type RecordColumn = ColumnDef<typeof FEATURES, TableRow>;

/** Rows whose texts are measured; thousands more would only tell the same. */
const SAMPLE = 120;
/** Width of an average letter, in rem. */
const LETTER = 0.43;
const PADDING = 1.75;
const NARROWEST = 4.5;
const FIRST_NARROWEST = 11;
const WIDEST = 22;
/** The sign, the worst finding, and room for the buttons of the row. */
const FIRST_EXTRA = 6;

/** The columns that are shown, by their place in the table, as wide as their texts ask for; `rem` in pixels. */
export function columnsOf(
  table: RegistryTable,
  shown: readonly number[],
  rem: number,
): RecordColumn[] {
  return shown.flatMap((i): RecordColumn[] => {
    const column = table.columns[i];
    if (!column) return [];
    return [
      {
        id: column.id,
        header: column.title,
        accessorFn: (row) => row.cells[i] ?? "",
        sortDescFirst: column.numeric,
        size: Math.round(rem * widthOf(table, i)),
        minSize: Math.round(rem * (i === 0 ? FIRST_NARROWEST : NARROWEST)),
        maxSize: Math.round(rem * 60),
      },
    ];
  });
}

/** Texts of so many letters are shown whole in any case. */
const SHORT = 14;

/** What nine in ten texts need, in rem. */
function widthOf({ columns, rows }: RegistryTable, column: number): number {
  const title = (columns[column]?.title.length ?? 0) + 2;
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const lengths = rows
    .filter((_, i) => i % step === 0)
    .map(({ cells }) => cells[column]?.length ?? 0)
    .sort((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  const short = Math.min(SHORT, lengths.at(-1) ?? 0);
  const needed =
    Math.max(title, usual, short) * LETTER + PADDING + (column === 0 ? FIRST_EXTRA : 0);
  return Math.max(column === 0 ? FIRST_NARROWEST : NARROWEST, Math.min(WIDEST, needed));
}

export interface ColumnWidth {
  /** Pixels. */
  readonly size: number;
  readonly minSize: number;
  /** Its width was chosen by hand. */
  readonly chosen: boolean;
}

/** The tracks of a row: columns give way before they are scrolled, and the names take what room is left. */
export function tracksOf(widths: readonly ColumnWidth[]): { template: string; least: number } {
  const tracks = widths.map(({ size, minSize, chosen }, i) => {
    if (chosen) return { track: `${size}px`, least: size };
    const least = Math.min(size, minSize);
    return { track: `minmax(${least}px, ${i === 0 ? "1fr" : `${size}px`})`, least };
  });
  const filler = widths[0]?.chosen ? "minmax(0, 1fr)" : "0px";
  return {
    template: [...tracks.map(({ track }) => track), filler].join(" "),
    least: tracks.reduce((sum, { least }) => sum + least, 0),
  };
}
