import { describe, expect, it } from "vitest";
import {
  difference,
  EMPTY_SCENE,
  GrowingIndex,
  indexOf,
  type Scene,
  type SceneBox,
  type SceneEdge,
} from "./scene";

function box(id: string, x: number): SceneBox {
  return {
    id,
    shape: "agent",
    rect: { x, y: 0, width: 200, height: 80 },
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
  };
}

function edge(id: string, from: SceneBox, to: SceneBox): SceneEdge {
  const start = { x: from.rect.x + 200, y: 40 };
  const end = { x: to.rect.x, y: 40 };
  return {
    id,
    kind: "handoff",
    from: from.id,
    to: to.id,
    points: [start, end],
    labelAt: start,
    label: "",
    lacking: false,
    delegate: false,
    toPerson: false,
    parallel: null,
    layer: null,
    gate: false,
    badge: null,
    spoken: "",
  };
}

function scene(boxes: readonly SceneBox[], edges: readonly SceneEdge[]): Scene {
  return {
    boxes: new Map(boxes.map((it) => [it.id, it])),
    edges: new Map(edges.map((it) => [it.id, it])),
    bounds: { x: 0, y: 0, width: 9000, height: 80 },
  };
}

const a = box("a", 0);
const b = box("b", 600);
const c = box("c", 8000);
const ab = edge("ab", a, b);
const ac = edge("ac", a, c);
const before = scene([a, b, c], [ab, ac]);
const movedB = box("b", 1200);
const after = scene([a, movedB, c], [edge("ab", a, movedB), ac]);

describe("the difference of two scenes", () => {
  it("holds what is another object, what came and what went", () => {
    const { boxesBefore, boxesAfter, edgesAfter } = difference(before, after);
    expect([boxesBefore, boxesAfter]).toEqual([[b], [movedB]]);
    expect(edgesAfter.map(({ id }) => id)).toEqual(["ab"]);
    expect(difference(before, EMPTY_SCENE).boxesBefore).toHaveLength(3);
    expect(difference(before, before).edgesAfter).toEqual([]);
  });
});

describe("a growing index", () => {
  it("answers as one that was made anew", () => {
    const grown = new GrowingIndex();
    for (const step of [
      [EMPTY_SCENE, before],
      [before, after],
    ] as const)
      grown.apply(difference(...step));
    const fresh = indexOf(after);
    for (const area of [
      { x: 600, y: 0, width: 100, height: 80 },
      { x: 1200, y: 0, width: 100, height: 80 },
      { x: 4000, y: 30, width: 50, height: 20 },
      { x: 4000, y: 300, width: 50, height: 20 },
      { x: -100, y: -100, width: 20_000, height: 2000 },
    ]) {
      expect(grown.boxes.query(area).sort()).toEqual(fresh.boxes.query(area).sort());
      expect(grown.edges.query(area).sort()).toEqual(fresh.edges.query(area).sort());
    }
    expect([...(grown.touching.get("a") ?? [])].sort()).toEqual(["ab", "ac"]);
  });

  it("forgets what is gone", () => {
    const grown = new GrowingIndex();
    grown.apply(difference(EMPTY_SCENE, before));
    grown.apply(difference(before, EMPTY_SCENE));
    expect(grown.boxes.size + grown.edges.size + grown.touching.size).toBe(0);
  });

  it("finds a long line only where it runs", () => {
    const { edges } = indexOf(before);
    expect(edges.at({ x: 5000, y: 40 }, 2)).toEqual(["ac"]);
    expect(edges.at({ x: 5000, y: 500 }, 2)).toEqual([]);
  });
});
