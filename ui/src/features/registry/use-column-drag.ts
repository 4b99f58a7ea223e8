/** Dragging a column's title to another place. The columns move when the title is let go. */
import { type PointerEvent, type RefObject, useRef, useState } from "react";

/** Less is a press with an unsteady hand. */
const DRAG_PX = 5;

interface Drag {
  readonly id: string;
  /** The place at which it would come to stand; null while it has hardly moved. */
  readonly to: number | null;
}

export interface ColumnDrag {
  /** The column that is dragged. */
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

export interface ColumnDragOptions {
  /** The row of titles, one element for each column. */
  readonly head: RefObject<HTMLElement | null>;
  readonly onMove: (id: string, to: number) => void;
}

export interface TitleDrag {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onLostPointerCapture: () => void;
  /** True once for the click that ends a drag, which is none. */
  readonly wasDragged: () => boolean;
}

/** What is dragged where, and what a title does with the pointer. */
export function useColumnDrag(
  ids: readonly string[],
  { head, onMove }: ColumnDragOptions,
): { readonly drag: ColumnDrag | null; readonly titleOf: (id: string) => TitleDrag } {
  const [drag, setDrag] = useState<Drag | null>(null);
  const start = useRef(0);
  const dragged = useRef(false);

  const placeAt = (x: number): number => {
    const middles = [...(head.current?.children ?? [])].map((title) => {
      const { left, width } = title.getBoundingClientRect();
      return left + width / 2;
    });
    const from = drag ? ids.indexOf(drag.id) : -1;
    const crossed = middles.filter((middle, i) => i !== from && middle < x).length;
    // The first column names the records and stays.
    return Math.max(1, Math.min(ids.length - 1, crossed));
  };
  const titleOf = (id: string): TitleDrag => ({
    onPointerDown: (event) => {
      dragged.current = false;
      if (event.button !== 0 || ids.indexOf(id) < 1) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = event.clientX;
      setDrag({ id, to: null });
    },
    onPointerMove: (event) => {
      if (drag === null) return;
      if (drag.to === null && Math.abs(event.clientX - start.current) < DRAG_PX) return;
      dragged.current = true;
      setDrag({ id, to: placeAt(event.clientX) });
    },
    onPointerUp: () => {
      if (drag !== null && drag.to !== null && drag.to !== ids.indexOf(id)) onMove(id, drag.to);
      setDrag(null);
    },
    onLostPointerCapture: () => setDrag(null),
    wasDragged: () => {
      const was = dragged.current;
      dragged.current = false;
      return was;
    },
  });
  const from = drag ? ids.indexOf(drag.id) : -1;
  return {
    drag: drag === null || drag.to === null ? null : { id: drag.id, from, to: drag.to },
    titleOf,
  };
}
