import { beforeEach, describe, expect, it } from "vitest";
import { drawnBox, drawnScene } from "../../testing/drawn";
import type { SceneBox } from "../scene";
import type { Surface } from "../view/tiles";
import { NamePlates } from "./name-plates";
import type { PlacedName } from "./names";
import { NO_PREVIEW, type Preview } from "./preview";
import type { Context } from "./text";
import type { PaintTheme } from "./theme";

const theme = { sans: "Sans" } as PaintTheme;
let written: string[];
let put: number[][];

beforeEach(() => {
  written = [];
  put = [];
});

function context(): Context {
  const members: Record<string, unknown> = {
    fillText: (text: string) => written.push(text),
    drawImage: (_: unknown, ...numbers: number[]) => put.push(numbers),
  };
  return new Proxy(members, {
    get: (held, name) => held[String(name)] ?? (() => undefined),
    set: () => true,
  }) as unknown as Context;
}

const surface = (width: number, height: number): Surface => ({
  canvas: { width, height } as HTMLCanvasElement,
  context: context(),
  write: () => {},
});

const BOXES: readonly SceneBox[] = [drawnBox("agent:a", 0, 0), drawnBox("agent:b", 600, 0)];
const NAMES = BOXES.map(
  ({ id }): PlacedName => ({ box: id, text: id, across: 0, down: 1, x: 0, y: 2, width: 60 }),
);

function desk() {
  const plates = new NamePlates(surface);
  const ctx = context();
  const { scene } = drawnScene(BOXES, []);
  return (zoom: number, preview: Preview = NO_PREVIEW, names = NAMES, ratio = 1) => {
    put = [];
    plates.paint(
      ctx,
      names,
      { scene, camera: { x: 0, y: 0, zoom }, theme, preview, ratio },
      [0, 0],
    );
    return put.map((numbers) => numbers.slice(4, 6));
  };
}

describe("names that were placed", () => {
  it("are written once, and put down in every frame at their boxes", () => {
    const paint = desk();
    expect(paint(0.2)).toEqual([
      [0, 18],
      [120, 18],
    ]);
    paint(0.15);
    paint(0.1);
    expect(written).toEqual(["agent:a", "agent:b"]);
    paint(0.2, NO_PREVIEW, [...NAMES]);
    expect(written).toHaveLength(4);
    paint(0.2, NO_PREVIEW, NAMES, 2);
    expect(written).toHaveLength(6);
  });

  it("never lie over each other while the zoom changes, or a box is in the hand", () => {
    const paint = desk();
    expect(paint(0.09)).toHaveLength(1);
    expect(paint(0.11)).toHaveLength(2);
    const moved = new Map([["agent:b", { x: -500, y: 0 }]]);
    expect(paint(0.2, { ...NO_PREVIEW, moved })).toEqual([[0, 18]]);
  });

  it("lie apart on their sheet", () => {
    const paint = desk();
    const many = Array.from({ length: 20 }, (_, i) => ({
      ...(NAMES[0] as PlacedName),
      y: 40 * i,
    }));
    paint(0.2, NO_PREVIEW, many);
    const cells = put.map(([left, top]) => `${left} ${top}`);
    expect(new Set(cells).size).toBe(20);
  });
});
