/** Small scenes for tests of the canvas: only what a case is about is said. */
import type { Point } from "../canvas/geometry";
import {
  indexOf,
  type Scene,
  type SceneBox,
  type SceneEdge,
  type SceneIndex,
  sceneBounds,
} from "../canvas/scene";

/** A box with its upper left corner at x, y; agents unless told otherwise. */
export function drawnBox(id: string, x: number, y: number, over: Partial<SceneBox> = {}): SceneBox {
  return {
    id,
    shape: "agent",
    rect: { x, y, width: 200, height: 80 },
    title: id,
    subtitle: "",
    glyph: "ai",
    ownerColour: null,
    tags: [],
    badge: null,
    person: false,
    layer: null,
    collapsed: false,
    good: true,
    pinned: false,
    spoken: id,
    ...over,
  };
}

export function drawnEdge(
  id: string,
  from: string,
  to: string,
  points: readonly Point[],
  over: Partial<SceneEdge> = {},
): SceneEdge {
  return {
    id,
    kind: "handoff",
    from,
    to,
    points,
    labelAt: points[0] ?? { x: 0, y: 0 },
    label: "",
    lacking: false,
    delegate: false,
    toPerson: false,
    parallel: null,
    layer: null,
    gate: false,
    badge: null,
    spoken: id,
    ...over,
  };
}

export function drawnScene(
  boxes: readonly SceneBox[],
  edges: readonly SceneEdge[] = [],
): { scene: Scene; index: SceneIndex } {
  const scene: Scene = {
    boxes: new Map(boxes.map((box) => [box.id, box])),
    edges: new Map(edges.map((edge) => [edge.id, edge])),
    bounds: sceneBounds(boxes, edges),
  };
  return { scene, index: indexOf(scene) };
}
