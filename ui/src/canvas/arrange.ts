/** Lining boxes up and spreading them evenly: rectangles in, movements out. */
import { type Point, type Rect, union } from "./geometry";

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type Axis = "horizontal" | "vertical";

export interface Placed {
  readonly id: string;
  readonly rect: Rect;
}

/** How far each box moves so that all are in line along the border or middle of the rectangle around them. */
export function aligned(boxes: readonly Placed[], how: Alignment): Map<string, Point> {
  const around = union(boxes.map(({ rect }) => rect));
  return movements(boxes, ({ x, y, width, height }) => {
    if (!around) return { x: 0, y: 0 };
    switch (how) {
      case "left":
        return { x: around.x - x, y: 0 };
      case "centre":
        return { x: around.x + around.width / 2 - (x + width / 2), y: 0 };
      case "right":
        return { x: around.x + around.width - (x + width), y: 0 };
      case "top":
        return { x: 0, y: around.y - y };
      case "middle":
        return { x: 0, y: around.y + around.height / 2 - (y + height / 2) };
      case "bottom":
        return { x: 0, y: around.y + around.height - (y + height) };
    }
  });
}

/** How far each box moves so that the gaps between neighbours are equal; the first and the last one stay. */
export function distributed(boxes: readonly Placed[], axis: Axis): Map<string, Point> {
  const start = ({ x, y }: Rect) => (axis === "horizontal" ? x : y);
  const length = ({ width, height }: Rect) => (axis === "horizontal" ? width : height);
  const row = [...boxes].sort((a, b) => start(a.rect) - start(b.rect));
  const first = row[0];
  const last = row[row.length - 1];
  if (!first || !last || row.length < 3) return new Map();
  const room = start(last.rect) + length(last.rect) - start(first.rect);
  const taken = row.reduce((sum, { rect }) => sum + length(rect), 0);
  const gap = (room - taken) / (row.length - 1);
  const places = new Map<string, number>();
  let at = start(first.rect);
  for (const { id, rect } of row) {
    places.set(id, at);
    at += length(rect) + gap;
  }
  const moves = new Map<string, Point>();
  for (const { id, rect } of row.slice(1, -1)) {
    const by = (places.get(id) ?? 0) - start(rect);
    if (by !== 0) moves.set(id, axis === "horizontal" ? { x: by, y: 0 } : { x: 0, y: by });
  }
  return moves;
}

function movements(boxes: readonly Placed[], of: (rect: Rect) => Point): Map<string, Point> {
  const moves = new Map<string, Point>();
  for (const { id, rect } of boxes) {
    const by = of(rect);
    if (by.x !== 0 || by.y !== 0) moves.set(id, by);
  }
  return moves;
}
