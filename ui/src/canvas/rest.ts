/** Where boxes that are held come to rest in a drawing. */
import { inflate, type Point, translate, union } from "./geometry";
import { isArea } from "./hit";
import type { Scene, SceneIndex } from "./scene";
import { gridMove, NEIGHBOURHOOD, REACH_PX, type Snapped, snapMove } from "./snap";

export interface Held {
  /** What the hand has taken hold of. */
  readonly held: readonly string[];
  /** All that moves along, `held` among it. */
  readonly carried: readonly string[];
  /** No snapping. */
  readonly free: boolean;
}

export function restOf(
  scene: Scene,
  index: SceneIndex,
  zoom: number,
  { held, carried, free }: Held,
  delta: Point,
): Snapped {
  const around = union(held.flatMap((id) => scene.boxes.get(id)?.rect ?? []));
  if (!around || free)
    return { by: { x: Math.round(delta.x), y: Math.round(delta.y) }, guides: [] };
  const moving = new Set(carried);
  const near = index.boxes.query(inflate(translate(around, delta), NEIGHBOURHOOD)).flatMap((id) => {
    const box = scene.boxes.get(id);
    return box && !moving.has(id) && !isArea(box) ? [box.rect] : [];
  });
  return near.length === 0
    ? { by: gridMove(around, delta), guides: [] }
    : snapMove(around, delta, near, REACH_PX / zoom);
}
