import { beforeEach, describe, expect, it } from "vitest";
import { drawnBox, drawnEdge, drawnScene } from "../../testing/drawn";
import { intersects, type Rect } from "../geometry";
import type { SceneBox, SceneEdge } from "../scene";
import { placeNames } from "./names";
import { type Context, forgetMeasurements } from "./text";
import type { PaintTheme } from "./theme";

const ctx = {
  font: "",
  measureText: (text: string) => ({ width: text.length * 6 }),
} as unknown as Context;
const theme = { sans: "Sans", medium: "500", strong: "600" } as PaintTheme;
const ZOOM = 0.15;

beforeEach(forgetMeasurements);

function names(
  boxes: readonly SceneBox[],
  edges: readonly SceneEdge[] = [],
  focus: readonly string[] | null = null,
  covered: readonly Rect[] = [],
) {
  const { scene, index } = drawnScene(boxes, edges);
  return placeNames(ctx, {
    scene,
    index,
    camera: { x: -1000, y: -1000, zoom: ZOOM },
    size: { width: 1200, height: 800 },
    theme,
    focus: focus && { boxes: new Set(focus), edges: new Set() },
    covered,
  });
}

describe("names where boxes are small", () => {
  it("stand below their boxes, in pixels of the screen", () => {
    expect(names([drawnBox("agent:a", 0, 0)])).toMatchObject([
      { box: "agent:a", across: 0.5, down: 1, y: 2 },
    ]);
  });

  it("cover neither each other nor boxes, and are of the best connected first", () => {
    const boxes = Array.from({ length: 60 }, (_, i) =>
      drawnBox(`agent:a${i}`, (i % 10) * 260, Math.floor(i / 10) * 130),
    );
    const edges = [1, 2, 3].map((i) => drawnEdge(`h${i}`, "agent:a5", `agent:a${i}`, []));
    const placed = names(boxes, edges);
    expect(placed.length).toBeGreaterThan(5);
    expect(placed[0]?.box).toBe("agent:a5");
    const rects = placed.map((name): Rect => {
      const { rect } = boxes.find(({ id }) => id === name.box) as SceneBox;
      return {
        x: (rect.x + name.across * rect.width) * ZOOM + name.x,
        y: (rect.y + name.down * rect.height) * ZOOM + name.y,
        width: name.width,
        height: 16,
      };
    });
    for (const [i, rect] of rects.entries()) {
      for (const other of rects.slice(i + 1)) expect(intersects(rect, other)).toBe(false);
      for (const { id, rect: box } of boxes) {
        const { x, y, width, height } = box;
        const small = { x: x * ZOOM, y: y * ZOOM, width: width * ZOOM, height: height * ZOOM };
        if (id !== placed[i]?.box) expect(intersects(rect, small)).toBe(false);
      }
    }
  });

  it("are as many as have room", () => {
    const boxes = Array.from({ length: 150 }, (_, i) =>
      drawnBox(`agent:a${i}`, (i % 14) * 480, Math.floor(i / 14) * 380),
    );
    expect(names(boxes)).toHaveLength(120);
    expect(names(boxes.slice(0, 90))).toHaveLength(90);
  });

  it("tell what a note begins with, after all that works", () => {
    const note = drawnBox("note:n", 0, 170, { shape: "note", title: "Ask Maria" });
    const placed = names([note, drawnBox("agent:a", 0, 0), drawnBox("agent:b", 0, 600)]);
    expect(placed.map(({ box }) => box)).toEqual(["agent:a", "agent:b", "note:n"]);
    expect(placed[2]?.text).toBe("Ask Maria");
  });

  it("stand at a corner where everything around is taken", () => {
    // Below stands another box, above and beside it something covers the drawing.
    const boxes = [drawnBox("agent:a", 1000, 1000), drawnBox("agent:b", 1000, 1110)];
    const corner = { x: 2000 * ZOOM, y: 2000 * ZOOM };
    const bars = [
      { x: corner.x + 31, y: 0, width: 900, height: corner.y + 20 },
      { x: 0, y: corner.y - 1, width: corner.x - 1, height: 20 },
    ];
    const [first] = names(boxes, [], null, bars);
    expect(first).toMatchObject({ box: "agent:a", across: 1, down: 0 });
    expect(first?.x).toBe(-(first?.width ?? 0));
  });

  it("stand in no group that their box is not in", () => {
    const box = drawnBox("agent:a", 0, 0);
    const around = (title: string, y: number, height: number) =>
      drawnBox(`group:${title}`, -50, y, {
        shape: "group",
        title: "",
        rect: { x: -50, y, width: 2000, height },
      });
    const below = around("below", 90, 900);
    expect(names([box])).toMatchObject([{ down: 1, y: 2 }]);
    expect(names([box, below])).toMatchObject([{ box: "agent:a", down: 0, y: -18 }]);
    // Its own group has room for it.
    expect(names([box, around("own", -20, 900)])).toMatchObject([{ box: "agent:a", down: 1 }]);
  });

  it("may lie over what steps back", () => {
    const boxes = [drawnBox("agent:a", 0, 0), drawnBox("agent:b", 0, 85)];
    expect(names(boxes, [], ["agent:a"])).toMatchObject([{ box: "agent:a", down: 1, y: 2 }]);
    expect(names(boxes, [], ["agent:a", "agent:b"])).not.toMatchObject([{ down: 1 }, { down: 1 }]);
  });

  it("are of groups and of the best connected where very many boxes are in sight", () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      drawnBox(`agent:a${i}`, (i % 20) * 260, Math.floor(i / 20) * 130),
    );
    const group = drawnBox("group:g", -300, -300, { shape: "group" });
    const hub = drawnBox("agent:hub", 5500, 2600);
    const edges = [1, 2, 3].map((i) => drawnEdge(`h${i}`, "agent:hub", `agent:a${i}`, []));
    const placed = names([...many, group, hub], edges).map(({ box }) => box);
    expect(placed.slice(0, 2)).toEqual(["group:g", "agent:hub"]);
    expect(placed.length).toBeLessThanOrEqual(42);
    expect(names([...many, group], [], ["agent:a499"]).map(({ box }) => box)).toEqual([
      "agent:a499",
    ]);
  });

  it("are of all boxes in sight, however many lie elsewhere", () => {
    const elsewhere = Array.from({ length: 5000 }, (_, i) =>
      drawnBox(`agent:far${i}`, 20_000 + (i % 100) * 260, Math.floor(i / 100) * 130),
    );
    const here = [drawnBox("agent:a", 0, 0), drawnBox("agent:b", 2000, 0)];
    expect(names([...elsewhere, ...here]).map(({ box }) => box)).toEqual(["agent:a", "agent:b"]);
  });

  it("are left out where the window would cut them", () => {
    expect(names([drawnBox("agent:a", 6990, -1075)])).toEqual([]);
  });
});
