/** What the painter draws: boxes and edges with every word and mark already decided. */
import { boundsOf, inflate, type Point, type Rect, spanning, union } from "./geometry";
import type { GlyphName } from "./glyphs";
import { SpatialGrid } from "./grid";
import type { Sign } from "./signs";

export type Severity = "error" | "warning" | "advice";

export type BoxShape = "agent" | "outcome" | "entry" | "query" | "group" | "note";

export interface Badge {
  readonly severity: Severity;
  readonly count: number;
}

export interface SceneBox {
  readonly id: string;
  readonly shape: BoxShape;
  readonly rect: Rect;
  readonly title: string;
  readonly subtitle: string;
  /** What is written on a note, as Markdown. */
  readonly text?: string;
  readonly glyph: GlyphName;
  /** Index into the theme's owner colours; null without an owner. */
  readonly ownerColour: number | null;
  readonly tags: readonly string[];
  readonly badge: Badge | null;
  readonly person: boolean;
  /** What the chosen layer says of it, an index into the theme's layer colours; null where owners give the colour. */
  readonly layer: number | null;
  /** What a marking says of it beside its colour. */
  readonly sign?: Sign;
  /** What the layer says of it in words, in place of its subtitle. */
  readonly told?: string;
  /** A share that the layer shows as a bar, between 0 and 1. */
  readonly meter?: number;
  /** A group whose members are put away. */
  readonly collapsed: boolean;
  readonly good: boolean;
  readonly pinned: boolean;
  /** The whole box in words, for assistive technology. */
  readonly spoken: string;
}

/** `candidate`: from a capability query to an agent that would be taken. `escalation`: to the people who are called. */
export type EdgeKind = "handoff" | "entry" | "fallback" | "candidate" | "escalation";

export interface SceneEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  readonly labelAt: Point;
  readonly label: string;
  /** True where the label says that something is missing. */
  readonly lacking: boolean;
  readonly delegate: boolean;
  readonly toPerson: boolean;
  /** The parallel group that it is called in. */
  readonly parallel: string | null;
  /** Which branches of that group have to return, in words. */
  readonly join?: string;
  readonly layer: number | null;
  /** What a marking says of it beside its colour. */
  readonly sign?: Sign;
  /** What the layer says of it in words, in place of its label. */
  readonly told?: string;
  /** How wide the layer draws it, in world units; as all lines without one. */
  readonly width?: number;
  readonly gate: boolean;
  readonly badge: Badge | null;
  readonly spoken: string;
}

export interface Scene {
  readonly boxes: ReadonlyMap<string, SceneBox>;
  readonly edges: ReadonlyMap<string, SceneEdge>;
  readonly bounds: Rect | null;
}

export const EMPTY_SCENE: Scene = { boxes: new Map(), edges: new Map(), bounds: null };

export interface SceneIndex {
  readonly boxes: SpatialGrid;
  readonly edges: SpatialGrid;
  /** Edge ids by the boxes that they touch. */
  readonly touching: ReadonlyMap<string, readonly string[]>;
}

/** What differs between two scenes; each list holds what is there in the one scene and another or missing in the other. */
export interface SceneDifference {
  readonly boxesBefore: readonly SceneBox[];
  readonly boxesAfter: readonly SceneBox[];
  readonly edgesBefore: readonly SceneEdge[];
  readonly edgesAfter: readonly SceneEdge[];
}

export function difference(before: Scene, after: Scene): SceneDifference {
  return {
    boxesBefore: notIn(before.boxes, after.boxes),
    boxesAfter: notIn(after.boxes, before.boxes),
    edgesBefore: notIn(before.edges, after.edges),
    edgesAfter: notIn(after.edges, before.edges),
  };
}

function notIn<T>(these: ReadonlyMap<string, T>, those: ReadonlyMap<string, T>): T[] {
  const found: T[] = [];
  for (const [id, one] of these) if (those.get(id) !== one) found.push(one);
  return found;
}

export function indexOf(scene: Scene): SceneIndex {
  const index = new GrowingIndex();
  for (const box of scene.boxes.values()) index.boxes.insert(box.id, box.rect);
  for (const edge of scene.edges.values()) index.insertEdge(edge);
  return index;
}

/** An index that follows a scene in place; only what differs costs. */
export class GrowingIndex implements SceneIndex {
  readonly boxes = new SpatialGrid();
  readonly edges = new SpatialGrid();
  readonly touching = new Map<string, string[]>();

  apply({ boxesBefore, boxesAfter, edgesBefore, edgesAfter }: SceneDifference): void {
    for (const box of boxesBefore) this.boxes.remove(box.id);
    for (const edge of edgesBefore) this.#removeEdge(edge);
    for (const box of boxesAfter) this.boxes.insert(box.id, box.rect);
    for (const edge of edgesAfter) this.insertEdge(edge);
  }

  insertEdge(edge: SceneEdge): void {
    const bounds = edgeBounds(edge);
    this.edges.insert(edge.id, bounds, edgeParts(edge, bounds));
    this.#touch(edge.from, edge.id);
    if (edge.to !== edge.from) this.#touch(edge.to, edge.id);
  }

  #touch(box: string, edge: string): void {
    const list = this.touching.get(box);
    if (list) list.push(edge);
    else this.touching.set(box, [edge]);
  }

  #removeEdge(edge: SceneEdge): void {
    this.edges.remove(edge.id);
    for (const end of new Set([edge.from, edge.to])) {
      const rest = this.touching.get(end)?.filter((id) => id !== edge.id) ?? [];
      if (rest.length > 0) this.touching.set(end, rest);
      else this.touching.delete(end);
    }
  }
}

/** How far arrow heads and the width of a line reach. */
const LINE_REACH = 16;
/** Half of the room that a label takes with its mark and a gate below it. */
const LABEL_REACH = { x: 96, y: 40 };
/** A gate may stand anywhere on its line. */
const GATE_REACH = 28;

/** Around all that is painted of an edge. */
export function edgeBounds(edge: SceneEdge): Rect {
  const line = inflate(boundsOf(edge.points), reachOf(edge));
  return edge.label || edge.gate ? (union([line, labelRoom(edge)]) ?? line) : line;
}

/** A line that goes far covers little of the rectangle around it. */
const FAR = 768;

function edgeParts(edge: SceneEdge, bounds: Rect): Rect[] {
  if (bounds.width < FAR && bounds.height < FAR) return [bounds];
  const reach = reachOf(edge);
  const parts: Rect[] = edge.label || edge.gate ? [labelRoom(edge)] : [];
  for (const [i, point] of edge.points.entries()) {
    const before = edge.points[i - 1];
    if (before) parts.push(inflate(spanning(before, point), reach));
  }
  return parts.length === 0 ? [bounds] : parts;
}

function reachOf(edge: SceneEdge): number {
  return edge.gate ? GATE_REACH : LINE_REACH;
}

function labelRoom({ labelAt }: SceneEdge): Rect {
  return {
    x: labelAt.x - LABEL_REACH.x,
    y: labelAt.y - LABEL_REACH.y,
    width: 2 * LABEL_REACH.x,
    height: 2 * LABEL_REACH.y,
  };
}

/** The rectangle around everything; null when there is nothing. */
export function sceneBounds(boxes: Iterable<SceneBox>, edges: Iterable<SceneEdge>): Rect | null {
  const rects: Rect[] = [];
  for (const box of boxes) rects.push(box.rect);
  for (const edge of edges) rects.push(boundsOf(edge.points));
  return union(rects);
}
