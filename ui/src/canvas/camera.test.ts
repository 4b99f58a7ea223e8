import { describe, expect, it } from "vitest";
import { type Camera, fitting, fittingBeside, toScreen } from "./camera";
import { intersects, type Rect } from "./geometry";

const SIZE = { width: 1000, height: 400 };
/** The legend, and the buttons of the zoom at the other side. */
const BARS: readonly Rect[] = [
  { x: 12, y: 12, width: 220, height: 36 },
  { x: 870, y: 12, width: 118, height: 36 },
];
/** At the right edge and under the buttons, as it is fitted. */
const LAST: Rect = { x: 1900, y: 0, width: 100, height: 40 };
const FIRST: Rect = { x: 900, y: 300, width: 100, height: 40 };
const BOUNDS: Rect = { x: 0, y: 0, width: 2000, height: 700 };

const shown = (camera: Camera, box: Rect): Rect => ({
  ...toScreen(camera, box),
  width: box.width * camera.zoom,
  height: box.height * camera.zoom,
});
const under = (camera: Camera, boxes: readonly Rect[], covered: readonly Rect[]) =>
  boxes.filter((box) => covered.some((bar) => intersects(bar, shown(camera, box)))).length;

describe("a whole drawing beside what stands over it", () => {
  it("is fitted as ever where nothing is in its way", () => {
    expect(fittingBeside(BOUNDS, [FIRST], SIZE, BARS)).toEqual(fitting(BOUNDS, SIZE));
    expect(fittingBeside(BOUNDS, [FIRST, LAST], SIZE, [])).toEqual(fitting(BOUNDS, SIZE));
  });

  it("leaves the bars free that a box would lie under, and stays whole", () => {
    const before = fitting(BOUNDS, SIZE);
    expect(under(before, [FIRST, LAST], BARS)).toBe(1);
    const camera = fittingBeside(BOUNDS, [FIRST, LAST], SIZE, BARS);
    expect(under(camera, [FIRST, LAST], BARS)).toBe(0);
    const all = shown(camera, BOUNDS);
    expect(all.x).toBeGreaterThanOrEqual(0);
    expect(all.y).toBeGreaterThanOrEqual(0);
    expect(all.x + all.width).toBeLessThanOrEqual(SIZE.width);
    expect(all.y + all.height).toBeLessThanOrEqual(SIZE.height);
  });

  it("stands beside a map at the right edge", () => {
    const map: Rect = { x: 830, y: 200, width: 160, height: 190 };
    const corner: Rect = { x: 1900, y: 600, width: 100, height: 40 };
    expect(under(fitting(BOUNDS, SIZE), [corner], [map])).toBe(1);
    expect(under(fittingBeside(BOUNDS, [corner], SIZE, [map]), [corner], [map])).toBe(0);
  });
});
