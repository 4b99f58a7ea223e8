/** What lies within a number of steps of a box, whichever way the lines run. */
import { centreOf, contains } from "./geometry";
import type { Scene, SceneIndex } from "./scene";

export interface Neighbourhood {
  readonly boxes: ReadonlySet<string>;
  /** Lines with both ends in it. */
  readonly edges: ReadonlySet<string>;
}

/** `hops` lines away at most; with the areas around what was found. */
export function neighbourhood(
  scene: Scene,
  index: SceneIndex,
  box: string,
  hops: number,
): Neighbourhood {
  const boxes = new Set<string>(scene.boxes.has(box) ? [box] : []);
  let border = [...boxes];
  for (let hop = 0; hop < hops; hop++) {
    const next: string[] = [];
    for (const id of border) {
      for (const other of neighboursOf(scene, index, id)) {
        if (boxes.has(other)) continue;
        boxes.add(other);
        next.push(other);
      }
    }
    border = next;
  }
  const edges = new Set<string>();
  for (const id of boxes) {
    for (const edge of index.touching.get(id) ?? []) {
      const ends = scene.edges.get(edge);
      if (ends && boxes.has(ends.from) && boxes.has(ends.to)) edges.add(edge);
    }
  }
  for (const area of areasAround(scene, boxes)) boxes.add(area);
  return { boxes, edges };
}

/** Boxes at the other ends of a box's lines. */
function neighboursOf(scene: Scene, index: SceneIndex, box: string): string[] {
  return (index.touching.get(box) ?? []).flatMap((id) => {
    const edge = scene.edges.get(id);
    if (!edge) return [];
    return edge.from === box ? [edge.to] : [edge.from];
  });
}

function areasAround(scene: Scene, boxes: ReadonlySet<string>): string[] {
  const inside = [...boxes].flatMap((id) => scene.boxes.get(id)?.rect ?? []).map(centreOf);
  return [...scene.boxes.values()]
    .filter((box) => box.shape === "group" && inside.some((point) => contains(box.rect, point)))
    .map((box) => box.id);
}
