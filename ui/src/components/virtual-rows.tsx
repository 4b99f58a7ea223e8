/** A long list of which only the rows in sight, and the one with the cursor, are in the document. */
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type HTMLAttributes, type ReactNode, useCallback, useEffect, useRef } from "react";

/** Without a role it is a list of items; with one (`tree`, `listbox`) its rows bring roles of their own. */
export interface VirtualRowsProps<T> extends Omit<HTMLAttributes<HTMLElement>, "children"> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** Height of a row in pixels at the usual text size, until it is measured. */
  readonly estimate: (item: T) => number;
  readonly row: (item: T, index: number) => ReactNode;
  /** The row with the cursor: it stays in the document, and comes into sight when the cursor moves; -1 for none. */
  readonly cursor?: number;
  /** Called when the last rows come into sight. */
  readonly onEnd?: () => void;
}

const USUAL_ROOT_PX = 16;
const OVERSCAN = 8;

export function VirtualRows<T>({
  items,
  keyOf,
  estimate,
  row,
  cursor = -1,
  onEnd,
  className = "",
  ...rest
}: VirtualRowsProps<T>) {
  const scroll = useRef<HTMLDivElement>(null);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      const kept = cursor >= 0 && cursor < range.count && !shown.includes(cursor);
      return kept ? [...shown, cursor].sort((a, b) => a - b) : shown;
    },
    [cursor],
  );
  let scale: number | undefined;
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: (i) => {
      const item = items[i];
      // Once for all rows: to ask for it makes the engine look at all styles.
      scale ??= rootSize() / USUAL_ROOT_PX;
      return item === undefined ? 0 : estimate(item) * scale;
    },
    getItemKey: (i) => {
      const item = items[i];
      return item === undefined ? i : keyOf(item);
    },
    rangeExtractor,
    overscan: OVERSCAN,
  });
  useEffect(() => {
    if (cursor >= 0) rows.scrollToIndex(cursor, { align: "auto" });
  }, [cursor, rows]);

  const All = rest.role === undefined ? "ul" : "div";
  const Row = rest.role === undefined ? "li" : "div";
  const shown = rows.getVirtualItems();
  const reachesEnd = (shown.at(-1)?.index ?? -1) === items.length - 1 && items.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer list has another end.
  useEffect(() => {
    if (reachesEnd) onEnd?.();
  }, [reachesEnd, items.length]);

  return (
    <div ref={scroll} className={`rows ${className}`}>
      <All className="rows__all" style={{ height: rows.getTotalSize() }} {...rest}>
        {shown.map(({ key, index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <Row
              key={key}
              role={rest.role === undefined ? undefined : "presentation"}
              ref={rows.measureElement}
              data-index={index}
              className="rows__row"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row(item, index)}
            </Row>
          );
        })}
      </All>
    </div>
  );
}

function rootSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_ROOT_PX;
}
