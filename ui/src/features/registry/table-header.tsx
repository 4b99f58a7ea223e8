/** A column's title: sorts when it is pressed, and is as wide as its edge is dragged. */
import type { Header } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, type TouchEvent, useRef } from "react";
import type { TableRow } from "../../platform";
import type { FEATURES } from "./columns";

const STEP_PX = 16;

export interface HeaderCellProps {
  readonly header: Header<typeof FEATURES, TableRow>;
  readonly index: number;
  readonly numeric: boolean;
  readonly sorted: false | "asc" | "desc";
}

export function HeaderCell({ header, index, numeric, sorted }: HeaderCellProps) {
  const { column } = header;
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
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (direction === undefined || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    setWidth(direction * STEP_PX);
  };
  const startDrag = (event: MouseEvent | TouchEvent) => {
    setWidth(0);
    header.getResizeHandler()(event);
  };
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its button has the focus.
    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that is no <table>.
    <div
      ref={cell}
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"}
      className={`records__title ${numeric ? "records__title--numeric" : ""}`}
    >
      <button
        type="button"
        title={`Sort by ${title}. Shift and an arrow change the width.`}
        data-testid={`sort-${column.id}`}
        onClick={() => column.toggleSorting()}
        onKeyDown={onKeyDown}
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
