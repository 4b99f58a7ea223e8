/** Named things whose order means something: drag a handle, or press Alt with an arrow key. */
import { GripVertical, X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import "./sort-list.css";

export interface SortItem {
  readonly key: string;
  /** Its name, for those who hear it. */
  readonly name: string;
  readonly content: ReactNode;
}

export interface SortListProps {
  readonly label: string;
  readonly items: readonly SortItem[];
  /** The keys in their new order. A promise is fulfilled once the items stand in it: the focus follows then. */
  readonly onMove: (keys: string[]) => unknown;
  /** Things that cannot be taken away have no button for it, and no number. */
  readonly onRemove?: (key: string) => void;
}

interface Drag {
  readonly key: string;
  readonly startY: number;
  readonly y: number;
  /** What the others make room for. */
  readonly height: number;
  /** Middles of the rows before the drag. */
  readonly middles: readonly number[];
}

export function SortList({ label, items, onMove, onRemove }: SortListProps) {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [said, setSaid] = useState("");
  const keys = items.map(({ key }) => key);
  const from = drag ? keys.indexOf(drag.key) : -1;
  const to = drag ? placeOf(drag, from) : -1;

  const move = (start: number, end: number) => {
    const item = items[start];
    if (!item || end < 0 || end >= items.length || end === start) return;
    setSaid(`${item.name} is now ${end + 1} of ${items.length}.`);
    const done = onMove(moved(keys, start, end));
    if (done instanceof Promise) void done.then(() => requestAnimationFrame(() => focus(end)));
  };
  const focus = (index: number) =>
    list.current?.children[index]?.querySelector<HTMLElement>(".sort-list__handle")?.focus();
  const grab = (event: PointerEvent, key: string) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    const [one, two] = rows;
    const gap = one && two ? two.top - one.bottom : 0;
    setDrag({
      key,
      startY: event.clientY,
      y: event.clientY,
      height: (rows[keys.indexOf(key)]?.height ?? 0) + gap,
      middles: rows.map(({ top, height }) => top + height / 2),
    });
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (drag && event.key === "Escape") {
      event.stopPropagation();
      setDrag(null);
    } else if (step !== undefined && event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      move(index, index + step);
    }
  };
  return (
    <>
      <ol className="sort-list" aria-label={label} ref={list}>
        {items.map(({ key, name, content }, index) => (
          <li
            key={key}
            className={`sort-list__item ${onRemove ? "" : "sort-list__item--stays"} ${drag?.key === key ? "is-dragged" : ""}`}
            style={drag ? { transform: `translateY(${offset(drag, index, from, to)}px)` } : {}}
          >
            <button
              type="button"
              className="sort-list__handle"
              aria-label={`Move ${name}, ${index + 1} of ${items.length}`}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
              title="Drag, or press Alt+Up or Alt+Down"
              onPointerDown={(event) => grab(event, key)}
              onPointerMove={(event) => setDrag(drag && { ...drag, y: event.clientY })}
              onPointerUp={() => {
                if (drag) move(from, to);
                setDrag(null);
              }}
              onLostPointerCapture={() => setDrag(null)}
              onKeyDown={(event) => onKeyDown(event, index)}
            >
              <GripVertical size={13} aria-hidden />
            </button>
            {onRemove && (
              <span className="sort-list__place" aria-hidden>
                {index + 1}
              </span>
            )}
            <span className="sort-list__content">{content}</span>
            {onRemove && (
              <button
                type="button"
                className="sort-list__remove"
                aria-label={`Remove ${name}`}
                onClick={() => onRemove(key)}
              >
                <X size={13} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ol>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  );
}

function moved(keys: readonly string[], from: number, to: number): string[] {
  const next = [...keys];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** Where the dragged row would come to lie: past every row whose middle it has crossed. */
function placeOf({ middles, startY, y }: Drag, from: number): number {
  const middle = (middles[from] ?? 0) + y - startY;
  return middles.filter((other, i) => i !== from && other < middle).length;
}

/** How far a row stands from its place while another one, or itself, is dragged. */
function offset(drag: Drag, index: number, from: number, to: number): number {
  if (index === from) return drag.y - drag.startY;
  if (index > from && index <= to) return -drag.height;
  if (index < from && index >= to) return drag.height;
  return 0;
}
