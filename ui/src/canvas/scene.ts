/** What the painter draws: boxes and edges with every word and mark already decided. */
import { boundsOf, inflate, type Point, type Rect, union } from "./geometry";
import type { GlyphName } from "./glyphs";
import { SpatialGrid } from "./grid";

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
  readonly glyph: GlyphName;
  /** Index into the theme's owner colours; null without an owner. */
  readonly ownerColour: number | null;
  readonly tags: readonly string[];
  readonly badge: Badge | null;
  readonly person: boolean;
  readonly good: boolean;
  readonly pinned: boolean;
  /** The whole box in words, for assistive technology. */
  readonly spoken: string;
}

export type EdgeKind = "handoff" | "entry" | "fallback";

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

/** Reach of an edge's label and gate around its line. */
const LABEL_REACH = 90;

export function indexOf(scene: Scene): SceneIndex {
  const boxes = new SpatialGrid();
  const edges = new SpatialGrid();
  const touching = new Map<string, string[]>();
  for (const box of scene.boxes.values()) boxes.insert(box.id, box.rect);
  for (const edge of scene.edges.values()) {
    edges.insert(edge.id, edgeBounds(edge));
    for (const end of new Set([edge.from, edge.to])) {
      const list = touching.get(end);
      if (list) list.push(edge.id);
      else touching.set(end, [edge.id]);
    }
  }
  return { boxes, edges, touching };
}

export function edgeBounds(edge: SceneEdge): Rect {
  const line = inflate(boundsOf(edge.points), 8);
  const label = inflate({ ...edge.labelAt, width: 0, height: 0 }, edge.label ? LABEL_REACH : 16);
  return union([line, label]) ?? line;
}

/** The rectangle around everything; null when there is nothing. */
export function sceneBounds(boxes: Iterable<SceneBox>, edges: Iterable<SceneEdge>): Rect | null {
  const rects: Rect[] = [];
  for (const box of boxes) rects.push(box.rect);
  for (const edge of edges) rects.push(boundsOf(edge.points));
  return union(rects);
}
