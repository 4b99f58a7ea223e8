import { describe, expect, it } from "vitest";
import { Marquee } from "./marquee";
import { indexOf, type Scene, type SceneBox, type SceneEdge } from "./scene";

function box(id: string, shape: SceneBox["shape"], x: number, y: number, width = 80): SceneBox {
  return {
    id,
    shape,
    rect: { x, y, width, height: 40 },
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

const cards = Array.from({ length: 100 }, (_, n) =>
  box(`card-${n}`, "agent", (n % 10) * 100, Math.floor(n / 10) * 60),
);
const edges = cards.slice(1).map((card, i): SceneEdge => {
  const from = cards[i] ?? card;
  return {
    id: `line-${i}`,
    kind: "handoff",
    from: from.id,
    to: card.id,
    points: [from.rect, card.rect],
    labelAt: from.rect,
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
});
const boxes = [box("group", "group", -10, -10, 400), ...cards];
const scene: Scene = {
  boxes: new Map(boxes.map((it) => [it.id, it])),
  edges: new Map(edges.map((it) => [it.id, it])),
  bounds: { x: -10, y: -10, width: 1000, height: 600 },
};
const index = indexOf(scene);
const area = (x: number, y: number, right: number, bottom: number) => ({
  x,
  y,
  width: right - x,
  height: bottom - y,
});

describe("a marquee", () => {
  it("takes in, step by step, what it takes in at once", () => {
    const marquee = new Marquee();
    for (const step of [
      area(150, 130, 160, 140),
      area(150, 130, 360, 250),
      area(20, 130, 360, 250),
      area(-20, -20, 500, 400),
      area(-20, -20, 300, 200),
      area(100, 20, 120, 30),
      area(-20, -20, 2000, 2000),
    ]) {
      const grown = marquee.over(scene, index, step);
      const fresh = new Marquee().over(scene, index, step);
      expect([...grown.boxes].sort()).toEqual([...fresh.boxes].sort());
      expect([...grown.edges].sort()).toEqual([...fresh.edges].sort());
    }
  });

  it("keeps the order of what it held", () => {
    const marquee = new Marquee();
    const first = marquee.over(scene, index, area(-20, -20, 120, 120)).boxes;
    const next = marquee.over(scene, index, area(-20, -20, 600, 600)).boxes;
    expect(next.slice(0, first.length)).toEqual(first);
  });

  it("takes in a group once it is wholly inside", () => {
    const marquee = new Marquee();
    expect(marquee.over(scene, index, area(-5, -20, 395, 50)).boxes).not.toContain("group");
    expect(marquee.over(scene, index, area(-15, -20, 395, 50)).boxes).toContain("group");
  });
});
