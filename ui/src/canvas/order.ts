/** The order in which the keyboard walks over a drawing: rows from the top, each from the left. */
import type { SceneBox } from "./scene";

/** Boxes whose upper edges are this close are in one row. */
const ROW = 48;

export function readingOrder(boxes: Iterable<SceneBox>): SceneBox[] {
  return [...boxes].sort(
    (a, b) =>
      Math.round(a.rect.y / ROW) - Math.round(b.rect.y / ROW) ||
      a.rect.x - b.rect.x ||
      a.rect.y - b.rect.y,
  );
}

/** The box after (1) or before (-1) another; null beyond the ends, so that the focus can go on. */
export function stepFrom(
  boxes: Iterable<SceneBox>,
  current: string | null,
  step: 1 | -1,
): string | null {
  const order = readingOrder(boxes);
  const at = order.findIndex((box) => box.id === current);
  if (at < 0) return (step === 1 ? order[0] : order[order.length - 1])?.id ?? null;
  return order[at + step]?.id ?? null;
}
