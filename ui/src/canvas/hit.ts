/** What lies under a point of the drawing. */
import { contains, distance, distanceToPolyline, type Point, type Rect } from "./geometry";
import { NEAR_ZOOM, READABLE_ZOOM } from "./lod";
import type { Scene, SceneBox, SceneIndex } from "./scene";

/** The two ends of a handoff. */
export type End = "from" | "to";

export type Hit =
  | { readonly on: "empty" }
  | { readonly on: "handle"; readonly id: string }
  | { readonly on: "box"; readonly id: string }
  | { readonly on: "edge"; readonly id: string }
  /** The end of a handoff that is selected: it can be carried to another box. */
  | { readonly on: "end"; readonly id: string; readonly end: End };

export const EMPTY_HIT: Hit = { on: "empty" };

/** `card`: can be held everywhere. `header`: the strip with an open group's name. `area`: the rest of an open group. */
export type Part = "card" | "header" | "area";

/** Height of the strip at an open group's top. */
export const GROUP_HEADER = 28;

export function partAt(box: SceneBox, world: Point): Part {
  if (box.shape !== "group" || box.collapsed) return "card";
  return world.y <= box.rect.y + GROUP_HEADER ? "header" : "area";
}

/** An open group: others stand on it. */
export function isArea(box: SceneBox): boolean {
  return box.shape === "group" && !box.collapsed;
}

/** A box that a handoff's end is held over, and whether it may end there. */
export interface DropTarget {
  readonly id: string;
  readonly allowed: boolean;
}

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

/**
 * Ends of selected handoffs first, then handles, then boxes from the smallest, then lines, then the areas behind
 * them.
 */
export function hitTest(
  scene: Scene,
  index: SceneIndex,
  world: Point,
  zoom: number,
  selectedEdges: readonly string[] = [],
): Hit {
  const reach = HANDLE_REACH_PX / zoom;
  const boxes = index.boxes
    .at(world, reach)
    .map((id) => scene.boxes.get(id))
    .filter((box): box is SceneBox => box !== undefined)
    .sort((a, b) => area(a.rect) - area(b.rect));
  if (zoom >= NEAR_ZOOM) {
    const end = endAt(scene, selectedEdges, world, reach);
    if (end) return end;
    const owner = boxes.find(
      (box) =>
        hasHandles(box) &&
        handlesOf(box.rect, zoom).some((handle) => distance(handle, world) <= reach),
    );
    if (owner) return { on: "handle", id: owner.id };
  }
  const solid = boxes.find((box) => !isArea(box) && contains(box.rect, world));
  if (solid) return { on: "box", id: solid.id };
  const edge = edgeAt(scene, index, world, zoom);
  if (edge) return { on: "edge", id: edge };
  const group = boxes.find((box) => isArea(box) && contains(box.rect, world));
  return group ? { on: "box", id: group.id } : EMPTY_HIT;
}

/** With many handoffs selected their ends would cover the handles of what they lead to. */
const MOST_GRIPPED = 1;

/** The ends of one selected handoff; more of them cannot be carried at once. */
function endAt(
  scene: Scene,
  selectedEdges: readonly string[],
  world: Point,
  reach: number,
): Hit | null {
  if (selectedEdges.length > MOST_GRIPPED) return null;
  for (const id of selectedEdges) {
    const edge = scene.edges.get(id);
    const first = edge?.points[0];
    const last = edge?.points[edge.points.length - 1];
    if (edge?.kind !== "handoff" || !first || !last) continue;
    if (distance(last, world) <= reach) return { on: "end", id, end: "to" };
    if (distance(first, world) <= reach) return { on: "end", id, end: "from" };
  }
  return null;
}

/** The box under a point that a handoff's end could be dropped on; open groups let it fall through. */
export function targetAt(
  scene: Scene,
  index: SceneIndex,
  world: Point,
  end: End = "to",
): DropTarget | null {
  for (const id of index.boxes.at(world, 4)) {
    const box = scene.boxes.get(id);
    if (!box || isArea(box) || !contains(box.rect, world)) continue;
    return { id, allowed: box.shape === "agent" || (end === "to" && box.shape === "outcome") };
  }
  return null;
}

/** The smallest open group under a point, none of `except`. */
export function areaAt(
  scene: Scene,
  index: SceneIndex,
  world: Point,
  except: ReadonlySet<string>,
): string | null {
  const areas = index.boxes
    .at(world)
    .map((id) => scene.boxes.get(id))
    .filter((box): box is SceneBox => box !== undefined && isArea(box) && !except.has(box.id))
    .filter((box) => contains(box.rect, world))
    .sort((a, b) => area(a.rect) - area(b.rect));
  return areas[0]?.id ?? null;
}

/** Boxes wholly or partly inside `area`, open groups only when wholly inside; of these, those that touch `part`. */
export function boxesWithin(scene: Scene, index: SceneIndex, area: Rect, part = area): string[] {
  return index.boxes.query(part, (id) => {
    const box = scene.boxes.get(id);
    if (!box) return false;
    if (!isArea(box)) return true;
    const { x, y, width, height } = box.rect;
    return contains(area, { x, y }) && contains(area, { x: x + width, y: y + height });
  });
}

/** Handoffs whose line touches `area`. */
export function edgesWithin(scene: Scene, index: SceneIndex, area: Rect): string[] {
  return index.edges.query(area, (id) => {
    const edge = scene.edges.get(id);
    return edge?.kind === "handoff" && touches(edge.points, area);
  });
}

/** The layout's lines run along the axes, so that a segment's own rectangle tells whether it is touched. */
function touches(points: readonly Point[], area: Rect): boolean {
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1];
    const b = points[i];
    if (
      a &&
      b &&
      Math.max(a.x, b.x) >= area.x &&
      Math.max(a.y, b.y) >= area.y &&
      Math.min(a.x, b.x) <= area.x + area.width &&
      Math.min(a.y, b.y) <= area.y + area.height
    )
      return true;
  }
  return false;
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
