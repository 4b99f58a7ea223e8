/** What lies under a point of the drawing. */
import { contains, distance, distanceToPolyline, type Point, type Rect } from "./geometry";
import { NEAR_ZOOM, READABLE_ZOOM } from "./lod";
import type { Scene, SceneBox, SceneIndex } from "./scene";

export type Hit =
  | { readonly on: "empty" }
  | { readonly on: "handle"; readonly id: string }
  | { readonly on: "box"; readonly id: string }
  | { readonly on: "edge"; readonly id: string };

export const EMPTY_HIT: Hit = { on: "empty" };

const HANDLE_REACH_PX = 9;
const EDGE_REACH_PX = 7;
const LABEL_HALF_WIDTH = 44;
const LABEL_HALF_HEIGHT = 11;
/** Below this height on screen, handles at top and bottom would leave nothing of the card to hold. */
const SMALL_CARD_PX = 44;

/** Where a handoff can be drawn from: the middles of a box's sides; on a small card only left and right. */
export function handlesOf(rect: Rect, zoom: number): Point[] {
  const sides = [
    { x: rect.x + rect.width, y: rect.y + rect.height / 2 },
    { x: rect.x, y: rect.y + rect.height / 2 },
  ];
  if (rect.height * zoom < SMALL_CARD_PX) return sides;
  return [
    ...sides,
    { x: rect.x + rect.width / 2, y: rect.y },
    { x: rect.x + rect.width / 2, y: rect.y + rect.height },
  ];
}

export function hasHandles(box: SceneBox): boolean {
  return box.shape === "agent";
}

/** Handles first, then boxes from the smallest, then lines, then the areas behind them. */
export function hitTest(scene: Scene, index: SceneIndex, world: Point, zoom: number): Hit {
  const reach = HANDLE_REACH_PX / zoom;
  const boxes = index.boxes
    .at(world, reach)
    .map((id) => scene.boxes.get(id))
    .filter((box): box is SceneBox => box !== undefined)
    .sort((a, b) => area(a.rect) - area(b.rect));
  if (zoom >= NEAR_ZOOM) {
    const owner = boxes.find(
      (box) =>
        hasHandles(box) &&
        handlesOf(box.rect, zoom).some((handle) => distance(handle, world) <= reach),
    );
    if (owner) return { on: "handle", id: owner.id };
  }
  const solid = boxes.find((box) => box.shape !== "group" && contains(box.rect, world));
  if (solid) return { on: "box", id: solid.id };
  const edge = edgeAt(scene, index, world, zoom);
  if (edge) return { on: "edge", id: edge };
  const group = boxes.find((box) => box.shape === "group" && contains(box.rect, world));
  return group ? { on: "box", id: group.id } : EMPTY_HIT;
}

/** The box that a handoff may end at, under a point; areas and notes are none. */
export function targetAt(scene: Scene, index: SceneIndex, world: Point): string | null {
  for (const id of index.boxes.at(world, 4)) {
    const box = scene.boxes.get(id);
    if (box && (box.shape === "agent" || box.shape === "outcome") && contains(box.rect, world))
      return id;
  }
  return null;
}

/** Boxes wholly or partly inside `area`; areas only when wholly inside. */
export function boxesWithin(scene: Scene, index: SceneIndex, area: Rect): string[] {
  return index.boxes.query(area).filter((id) => {
    const box = scene.boxes.get(id);
    if (!box) return false;
    if (box.shape !== "group") return true;
    const { x, y, width, height } = box.rect;
    return contains(area, { x, y }) && contains(area, { x: x + width, y: y + height });
  });
}

function edgeAt(scene: Scene, index: SceneIndex, world: Point, zoom: number): string | null {
  const reach = EDGE_REACH_PX / zoom;
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const id of index.edges.at(world, reach)) {
    const edge = scene.edges.get(id);
    if (edge?.kind !== "handoff") continue;
    const onLabel =
      zoom >= READABLE_ZOOM &&
      Math.abs(world.x - edge.labelAt.x) <= LABEL_HALF_WIDTH &&
      Math.abs(world.y - edge.labelAt.y) <= LABEL_HALF_HEIGHT;
    const away = onLabel ? 0 : distanceToPolyline(world, edge.points);
    if (away <= reach && away < bestDistance) {
      best = id;
      bestDistance = away;
    }
  }
  return best;
}

function area(rect: Rect): number {
  return rect.width * rect.height;
}
