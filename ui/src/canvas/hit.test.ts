import { describe, expect, it } from "vitest";
import { drawnBox, drawnEdge, drawnScene } from "../testing/drawn";
import { areaAt, boxesWithin, edgesWithin, hitTest, partAt, targetAt } from "./hit";

const A_TO_B = drawnEdge(
  "a-to-b",
  "a",
  "b",
  [
    { x: 200, y: 40 },
    { x: 400, y: 40 },
  ],
  { label: "order@1.0.0", labelAt: { x: 300, y: 40 } },
);
const OPEN = drawnBox("g", -40, -40, {
  shape: "group",
  rect: { x: -40, y: -40, width: 300, height: 200 },
});
const CLOSED = drawnBox("closed", 0, 400, { shape: "group", collapsed: true });
const { scene, index } = drawnScene(
  [
    OPEN,
    CLOSED,
    drawnBox("a", 0, 0),
    drawnBox("b", 400, 0),
    drawnBox("done", 700, 20, { shape: "outcome" }),
    drawnBox("q", 700, 200, { shape: "query" }),
  ],
  [
    A_TO_B,
    drawnEdge(
      "entry",
      "e",
      "a",
      [
        { x: 0, y: 300 },
        { x: 0, y: 80 },
      ],
      { kind: "entry" },
    ),
  ],
);
const hit = (x: number, y: number, zoom = 1, selected: string[] = []) =>
  hitTest(scene, index, { x, y }, zoom, selected);

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

  it("finds the ends of the one handoff that is selected, before the handles under them", () => {
    expect(hit(398, 42, 1, ["a-to-b"])).toEqual({ on: "end", id: "a-to-b", end: "to" });
    expect(hit(202, 42, 1, ["a-to-b"])).toEqual({ on: "end", id: "a-to-b", end: "from" });
    expect(hit(202, 42, 1, ["a-to-b", "other"])).toEqual({ on: "handle", id: "a" });
  });
});

describe("the end of a handoff", () => {
  it.each<[string, number, number, "from" | "to", unknown]>([
    ["may be at an agent", 450, 40, "to", { id: "b", allowed: true }],
    ["may be at an outcome", 720, 30, "to", { id: "done", allowed: true }],
    ["cannot come from an outcome", 720, 30, "from", { id: "done", allowed: false }],
    ["cannot be at another handoff's query", 720, 230, "to", { id: "q", allowed: false }],
    ["cannot be at a closed group", 20, 420, "to", { id: "closed", allowed: false }],
    ["falls through an open group", -20, 100, "to", null],
  ])("%s", (_, x, y, end, expected) => {
    expect(targetAt(scene, index, { x, y }, end)).toEqual(expected);
  });
});

describe("groups", () => {
  it("have a strip to hold, an area to work on, and are a card when closed", () => {
    expect(partAt(OPEN, { x: 0, y: -30 })).toBe("header");
    expect(partAt(OPEN, { x: 0, y: 100 })).toBe("area");
    expect(partAt(CLOSED, { x: 0, y: 470 })).toBe("card");
  });

  it("take in what is dropped on them, except themselves", () => {
    expect(areaAt(scene, index, { x: 50, y: 40 }, new Set())).toBe("g");
    expect(areaAt(scene, index, { x: 50, y: 40 }, new Set(["g"]))).toBeNull();
    expect(areaAt(scene, index, { x: 20, y: 420 }, new Set())).toBeNull();
  });
});

describe("a marquee", () => {
  it("takes areas only when they are wholly inside", () => {
    expect(boxesWithin(scene, index, { x: -10, y: -10, width: 250, height: 100 })).toEqual(["a"]);
    expect(boxesWithin(scene, index, { x: -50, y: -50, width: 400, height: 300 }).sort()).toEqual([
      "a",
      "g",
    ]);
  });

  it("takes handoffs that it touches, and no other lines", () => {
    expect(edgesWithin(scene, index, { x: 250, y: 30, width: 20, height: 20 })).toEqual(["a-to-b"]);
    expect(edgesWithin(scene, index, { x: 250, y: 60, width: 20, height: 20 })).toEqual([]);
    expect(edgesWithin(scene, index, { x: -5, y: 100, width: 10, height: 100 })).toEqual([]);
  });
});
