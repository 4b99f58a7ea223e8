import { describe, expect, it } from "vitest";
import { boxesWithin, hitTest, targetAt } from "./hit";
import { indexOf, type Scene, type SceneBox, type SceneEdge, sceneBounds } from "./scene";

function box(
  id: string,
  shape: SceneBox["shape"],
  x: number,
  y: number,
  width = 200,
  height = 80,
): SceneBox {
  return {
    id,
    shape,
    rect: { x, y, width, height },
    title: id,
    subtitle: "",
    glyph: "ai",
    ownerColour: null,
    tags: [],
    badge: null,
    person: false,
    good: true,
    pinned: false,
    spoken: id,
  };
}

const EDGE: SceneEdge = {
  id: "a-to-b",
  kind: "handoff",
  from: "a",
  to: "b",
  points: [
    { x: 200, y: 40 },
    { x: 400, y: 40 },
  ],
  labelAt: { x: 300, y: 40 },
  label: "order@1.0.0",
  lacking: false,
  delegate: false,
  toPerson: false,
  gate: false,
  badge: null,
  spoken: "",
};

function sceneOf(boxes: SceneBox[], edges: SceneEdge[]): Scene {
  return {
    boxes: new Map(boxes.map((b) => [b.id, b])),
    edges: new Map(edges.map((e) => [e.id, e])),
    bounds: sceneBounds(boxes, edges),
  };
}

const scene = sceneOf(
  [
    box("g", "group", -40, -40, 300, 200),
    box("a", "agent", 0, 0),
    box("b", "agent", 400, 0),
    box("done", "outcome", 700, 20),
  ],
  [EDGE],
);
const index = indexOf(scene);
const hit = (x: number, y: number, zoom = 1) => hitTest(scene, index, { x, y }, zoom);

describe("hit testing", () => {
  it("prefers a card to the area behind it, and the area to nothing", () => {
    expect(hit(50, 40)).toEqual({ on: "box", id: "a" });
    expect(hit(-20, 100)).toEqual({ on: "box", id: "g" });
    expect(hit(900, 900)).toEqual({ on: "empty" });
  });

  it("finds the handles in the middle of a card's sides while they can be seen", () => {
    expect(hit(200, 42)).toEqual({ on: "handle", id: "a" });
    expect(hit(100, -4)).toEqual({ on: "handle", id: "a" });
    expect(hit(100, -4, 0.4)).not.toEqual({ on: "handle", id: "a" });
    expect(hit(204, 42, 0.4)).toEqual({ on: "handle", id: "a" });
    expect(hit(200, 42, 0.2)).not.toEqual({ on: "handle", id: "a" });
    expect(hit(701, 40)).toEqual({ on: "box", id: "done" });
  });

  it("finds a line within a few screen pixels, and its label", () => {
    expect(hit(260, 46)).toEqual({ on: "edge", id: "a-to-b" });
    expect(hit(330, 49)).toEqual({ on: "edge", id: "a-to-b" });
    expect(hit(300, 90)).toEqual({ on: "empty" });
    expect(hit(240, 60, 0.3)).toEqual({ on: "edge", id: "a-to-b" });
  });

  it("lets a handoff end at agents and outcomes only", () => {
    expect(targetAt(scene, index, { x: 450, y: 40 })).toBe("b");
    expect(targetAt(scene, index, { x: 720, y: 30 })).toBe("done");
    expect(targetAt(scene, index, { x: -20, y: 100 })).toBeNull();
  });

  it("takes areas into a marquee only when they are wholly inside", () => {
    expect(boxesWithin(scene, index, { x: -10, y: -10, width: 250, height: 100 })).toEqual(["a"]);
    expect(boxesWithin(scene, index, { x: -50, y: -50, width: 400, height: 300 }).sort()).toEqual([
      "a",
      "g",
    ]);
  });
});
