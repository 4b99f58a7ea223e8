/** Records as rows. Only the rows in sight are in the document, so that thousands scroll as few do. */
import { type SortingState, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { useRem } from "../../components/rem";
import { lockNow } from "../../document/lock";
import type { Kind, RecordKey, RegistryTable } from "../../platform";
import { type RegistryView, useSession } from "../../session/store";
import { keepWidths, moveColumn, shownColumns } from "./column-choice";
import { columnsOf, FEATURES, tracksOf } from "./columns";
import { deletePicked } from "./picked";
import type { PickWay } from "./picking";
import { RecordRow } from "./record-row";
import { HeaderCell } from "./table-header";
import { useColumnDrag } from "./use-column-drag";
import type { Picks } from "./use-picks";
import "./records-table.css";

/** Rows kept ready above and below those in sight. */
const OVERSCAN = 8;
/** Heights of a row and of the head, in rem; the stylesheet has the same. */
const ROW = 2.25;
const HEAD = 2;
const NO_WIDTHS: Readonly<Record<string, number>> = {};

/** The rows, as others reach them. */
export interface RowsHandle {
  readonly focus: () => void;
}

export interface RecordsTableProps {
  readonly label: string;
  readonly kind: Kind;
  readonly table: RegistryTable;
  readonly view: RegistryView;
  readonly chosen: string | null;
  readonly picks: Picks;
  /** How far it was scrolled when it was left, in pixels. */
  readonly scroll: number;
  readonly waiting: boolean;
  readonly handle: RefObject<RowsHandle | null>;
  readonly onSort: (sort: string | null, descending: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly onShow: (subject: RecordKey) => void;
  /** How far it is scrolled when it is left. */
  readonly onLeave: (pixels: number) => void;
}

export function RecordsTable(props: RecordsTableProps) {
  const { table: data, view, chosen, kind, picks } = props;
  const rem = useRem();
  const scroller = useRef<HTMLDivElement>(null);
  const hidden = useSession((state) => state.hiddenColumns[kind]);
  const order = useSession((state) => state.columnOrders[kind]);
  const shown = useMemo(
    () => shownColumns(data.columns, hidden, order).map((column) => data.columns.indexOf(column)),
    [data, hidden, order],
  );
  const columns = useMemo(() => columnsOf(data, shown, rem), [data, shown, rem]);
  const widths = useSession((state) => state.columnWidths[kind] ?? NO_WIDTHS);
  const sorting = useMemo<SortingState>(
    () => (view.sort === null ? [] : [{ id: view.sort, desc: view.descending }]),
    [view.sort, view.descending],
  );
  const table = useTable({
    features: FEATURES,
    columns,
    data: data.rows,
    getRowId: (row) => row.id,
    manualSorting: true,
    columnResizeMode: "onChange",
    state: { sorting, columnSizing: widths },
    onColumnSizingChange: (update) =>
      keepWidths(kind, typeof update === "function" ? update(widths) : update),
    onSortingChange: (update) => {
      const [first] = typeof update === "function" ? update(sorting) : update;
      props.onSort(first?.id ?? null, first?.desc ?? false);
    },
  });
  const { rows } = table.getRowModel();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW * rem,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollPaddingStart: HEAD * rem,
    scrollMargin: HEAD * rem,
    initialOffset: props.scroll,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are as high as the text asks for.
  useEffect(() => virtualizer.measure(), [virtualizer, rem]);
  useLeaving(scroller, props.onLeave);
  useTopOnChange(scroller, view);
  useImperativeHandle(props.handle, () => ({ focus: () => scroller.current?.focus() }), []);

  const head = useRef<HTMLDivElement>(null);
  const at = rows.findIndex((row) => row.id === chosen);
  const { take } = picks;
  const choose = useCallback(
    (id: string, way: PickWay) => {
      take(id, way);
      // The keys go on from the row, also where a button in it was hit.
      if (way !== "alone") scroller.current?.focus({ preventScroll: true });
    },
    [take],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    if (event.key === "ArrowUp" && at === 0 && !event.shiftKey && focusTitle(head.current, 0)) {
      event.preventDefault();
      return;
    }
    const page = Math.max(1, Math.floor((virtualizer.scrollRect?.height ?? 0) / (ROW * rem)) - 2);
    const next = stepsFrom(at, page, rows.length)[event.key];
    const to = next === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (to) {
      if (event.shiftKey) picks.take(to.id, "range");
      else picks.goTo(to.id);
      virtualizer.scrollToIndex(to.index);
    } else if (!keyPicks(event, at < 0 ? null : chosen, kind, picks)) {
      if (event.key !== "Enter" || chosen === null || at < 0) return;
      if (event.ctrlKey || event.metaKey) props.onShow({ kind, id: chosen });
      else props.onOpen(chosen);
    }
    event.preventDefault();
  };

  const move = (id: string, to: number) => moveColumn(kind, data.columns, id, to) !== null;
  const { drag, titleOf } = useColumnDrag(
    columns.map(({ id = "" }) => id),
    { head, onMove: move },
  );
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const { template, least } = tracksOf(
    headers.map(({ column }) => ({
      size: column.getSize(),
      minSize: column.columnDef.minSize ?? 0,
      chosen: column.id in widths,
    })),
  );
  const items = virtualizer.getVirtualItems();
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are not in the document cannot be rows of a <table>.
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={headers.length}
      aria-multiselectable
      aria-busy={props.waiting}
      aria-activedescendant={at >= 0 ? rowId(rows[at]?.id ?? "") : undefined}
      className="records"
      data-testid="registry-rows"
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus; the rows are its own. */}
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid. */}
      <div
        ref={head}
        role="row"
        aria-rowindex={1}
        className="records__head"
        onKeyDown={(event) => {
          if (!keyWalksTitles(event, () => scroller.current?.focus())) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        style={{ gridTemplateColumns: template, minWidth: least }}
      >
        {headers.map((header, i) => (
          <HeaderCell
            key={header.id}
            header={header}
            index={i}
            numeric={data.columns[shown[i] ?? 0]?.numeric ?? false}
            sorted={header.column.getIsSorted()}
            drag={titleOf(header.column.id)}
            dragged={drag?.id === header.column.id}
            target={
              drag?.to === i && drag.from !== i ? (drag.to > drag.from ? "after" : "before") : null
            }
            onMove={(step) => move(header.column.id, i + step)}
          />
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid. */}
      <div
        role="rowgroup"
        className="records__body"
        style={{ height: virtualizer.getTotalSize(), minWidth: least }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          return row ? (
            <RecordRow
              key={row.id}
              id={rowId(row.id)}
              kind={kind}
              row={row.original}
              columns={data.columns}
              shown={shown}
              index={item.index}
              top={item.start - HEAD * rem}
              template={template}
              chosen={row.id === chosen}
              selected={picks.ids.size > 0 ? picks.ids.has(row.id) : row.id === chosen}
              onChoose={choose}
              onOpen={props.onOpen}
              onShow={props.onShow}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

/** False where there is no such title. */
function focusTitle(head: HTMLElement | null, place: number): boolean {
  const title = head?.querySelectorAll("button")[place];
  title?.focus();
  return title !== undefined;
}

/**
 * Arrows go from title to title, and down to the rows again. Tab does not stop at the titles: a grid is one stop, so that what follows
 * it is one step away however many columns there are.
 */
function keyWalksTitles(event: KeyboardEvent<HTMLElement>, leave: () => void): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  const head = event.currentTarget;
  const titles = [...head.querySelectorAll("button")];
  const at = titles.indexOf(event.target as HTMLButtonElement);
  if (event.key === "ArrowDown" || event.key === "Escape") leave();
  else if (event.key === "ArrowRight") focusTitle(head, at + 1);
  else if (event.key === "ArrowLeft") focusTitle(head, at - 1);
  else if (event.key === "Home") focusTitle(head, 0);
  else if (event.key === "End") focusTitle(head, titles.length - 1);
  else return false;
  return true;
}

/** Rows that the keys lead to; some lie beyond the first or the last. */
function stepsFrom(at: number, page: number, count: number): Partial<Record<string, number>> {
  return {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? 0 : at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
}

/** Whether a key has done something about what is picked. */
function keyPicks(event: KeyboardEvent, at: string | null, kind: Kind, picks: Picks): boolean {
  const more = event.ctrlKey || event.metaKey;
  if (event.key === " " && at !== null) picks.toggle(at);
  else if (event.key.toLowerCase() === "a" && more && !event.shiftKey) picks.all();
  else if (picks.ids.size === 0) return false;
  else if (event.key === "Escape") picks.clear();
  else if ((event.key === "Delete" || event.key === "Backspace") && lockNow() === null)
    void deletePicked(kind, [...picks.ids]);
  else return false;
  return true;
}

function useLeaving(
  scroller: RefObject<HTMLDivElement | null>,
  onLeave: (pixels: number) => void,
): void {
  const latest = useRef(onLeave);
  latest.current = onLeave;
  useLayoutEffect(() => {
    const element = scroller.current;
    return () => latest.current(element?.scrollTop ?? 0);
  }, [scroller]);
}

/** Another filter or order begins at the top. */
function useTopOnChange(scroller: RefObject<HTMLDivElement | null>, view: RegistryView): void {
  const shown = useRef(view);
  useEffect(() => {
    const { query, sort, descending } = shown.current;
    shown.current = view;
    if (query !== view.query || sort !== view.sort || descending !== view.descending)
      scroller.current?.scrollTo({ top: 0 });
  }, [scroller, view]);
}

function rowId(id: string): string {
  return `record-${id}`;
}
