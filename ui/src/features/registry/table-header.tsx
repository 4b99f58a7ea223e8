/** A column's title: sorts when it is pressed, moves when it is dragged, and is as wide as its edge is dragged. */
import type { Header } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, type TouchEvent, useRef } from "react";
import type { TableRow } from "../../platform";
import { session } from "../../session/store";
import type { FEATURES } from "./columns";
import type { TitleDrag } from "./use-column-drag";

const STEP_PX = 16;
const MORE = {
  first: " Shift and an arrow change the width.",
  other:
    " Drag it to move the column. Shift and an arrow change the width, with Ctrl or Cmd they move it.",
};

export interface HeaderCellProps {
  readonly header: Header<typeof FEATURES, TableRow>;
  readonly index: number;
  readonly numeric: boolean;
  readonly sorted: false | "asc" | "desc";
  readonly drag: TitleDrag;
  readonly dragged: boolean;
  /** The side at which a dragged column would come to stand; null where none would. */
  readonly target: "before" | "after" | null;
  /** Moves the column by a step; false where it cannot. */
  readonly onMove: (step: 1 | -1) => boolean;
}

export function HeaderCell(props: HeaderCellProps) {
  const { header, index, numeric, sorted, drag, dragged, target } = props;
  const { column } = header;
  const { wasDragged, ...pointer } = drag;
  const title = String(column.columnDef.header);
  const Mark = sorted === "desc" ? ArrowDown : ArrowUp;
  const cell = useRef<HTMLDivElement>(null);
  /** A column that has given way goes on from the width that is seen. */
  const setWidth = (change: number) => {
    const { minSize = 0, maxSize = Number.POSITIVE_INFINITY } = column.columnDef;
    const seen = cell.current?.getBoundingClientRect().width ?? column.getSize();
    const size = Math.round(Math.max(minSize, Math.min(maxSize, seen + change)));
    header.getContext().table.setColumnSizing((sizes) => ({ ...sizes, [column.id]: size }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ({ ArrowRight: 1, ArrowLeft: -1 } as const)[event.key];
    if (direction === undefined || !event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.ctrlKey && !event.metaKey) return setWidth(direction * STEP_PX);
    if (!props.onMove(direction)) return;
    session.announce(`${title} is now column ${index + 1 + direction}.`);
    // A title that was moved in the document may have lost the focus on the way.
    const { currentTarget } = event;
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) (currentTarget as HTMLElement).focus();
    });
  };
  const startDrag = (event: MouseEvent | TouchEvent) => {
    setWidth(0);
    header.getResizeHandler()(event);
  };
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus.
    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that is no <table>.
    <div
      ref={cell}
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"}
      className={`records__title ${numeric ? "records__title--numeric" : ""} ${dragged ? "is-dragged" : ""}`}
      data-target={target ?? undefined}
    >
      <button
        type="button"
        tabIndex={-1}
        title={`Sort by ${title}.${MORE[index === 0 ? "first" : "other"]}`}
        data-testid={`sort-${column.id}`}
        onClick={() => {
          if (!wasDragged()) column.toggleSorting();
        }}
        onKeyDown={onKeyDown}
        {...pointer}
      >
        <span>{title}</span>
        {sorted && <Mark size={12} aria-hidden />}
      </button>
      <div
        className={`records__edge ${column.getIsResizing() ? "is-dragging" : ""}`}
        aria-hidden
        onMouseDown={startDrag}
        onTouchStart={startDrag}
        onDoubleClick={() => column.resetSize()}
      />
    </div>
  );
}
