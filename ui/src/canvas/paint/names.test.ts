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
) {
  const { scene, index } = drawnScene(boxes, edges);
  return placeNames(ctx, {
    scene,
    index,
    camera: { x: -1000, y: -1000, zoom: ZOOM },
    size: { width: 1200, height: 800 },
    theme,
    focus: focus && { boxes: new Set(focus), edges: new Set() },
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

  it("are of groups alone in large drawings, and of what is looked at", () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      drawnBox(`agent:a${i}`, (i % 20) * 260, Math.floor(i / 20) * 130),
    );
    const group = drawnBox("group:g", -300, -300, { shape: "group" });
    expect(names([...many, group]).map(({ box }) => box)).toEqual(["group:g"]);
    expect(names([...many, group], [], ["agent:a499"]).map(({ box }) => box)).toEqual([
      "agent:a499",
    ]);
  });

  it("are left out where the window would cut them", () => {
    expect(names([drawnBox("agent:a", 7000, -990)])).toEqual([]);
  });
});
