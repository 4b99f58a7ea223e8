/** What a growing rectangle takes in. Only what lies in its new margins is looked at, however much it holds already. */
import { contains, type Rect } from "./geometry";
import { boxesWithin, edgesWithin } from "./hit";
import type { Scene, SceneIndex } from "./scene";
import { type Selection, selectionOf } from "./selection";

export class Marquee {
  #area: Rect | null = null;
  #scene: Scene | null = null;
  #boxes = new Set<string>();
  #edges = new Set<string>();

  /** What `area` takes in; what it took in before comes first, in the same order. */
  over(scene: Scene, index: SceneIndex, area: Rect): Selection {
    const before = this.#scene === scene ? this.#area : null;
    const parts = before && isWithin(before, area) ? marginsOf(before, area) : null;
    if (parts === null) {
      this.#boxes.clear();
      this.#edges.clear();
    }
    for (const part of parts ?? [area]) {
      for (const id of boxesWithin(scene, index, area, part)) this.#boxes.add(id);
      for (const id of edgesWithin(scene, index, part)) this.#edges.add(id);
    }
    this.#area = area;
    this.#scene = scene;
    return selectionOf([...this.#boxes], [...this.#edges]);
  }
}

function isWithin(inner: Rect, outer: Rect): boolean {
  const { x, y, width, height } = inner;
  return contains(outer, inner) && contains(outer, { x: x + width, y: y + height });
}

/** What the larger rectangle has more, as rectangles that may touch. */
function marginsOf(inner: Rect, outer: Rect): Rect[] {
  const right = inner.x + inner.width;
  const bottom = inner.y + inner.height;
  const { x, y, width, height } = outer;
  return [
    { x, y, width: inner.x - x, height },
    { x: right, y, width: x + width - right, height },
    { x: inner.x, y, width: inner.width, height: inner.y - y },
    { x: inner.x, y: bottom, width: inner.width, height: y + height - bottom },
  ].filter((margin) => margin.width > 0 && margin.height > 0);
}
