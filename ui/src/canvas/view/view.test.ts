import { describe, expect, it } from "vitest";
import { GLYPHS, type GlyphName } from "../glyphs";
import { NO_PREVIEW } from "../paint/preview";
import type { GlyphPaths, PaintTheme } from "../paint/theme";
import type { Scene, SceneBox } from "../scene";
import { selectionOf } from "../selection";
import { DrawingView, type Environment } from "./view";

/** A canvas that counts what is put onto it. */
class Sheet {
  drawn: unknown[] = [];
  texts: string[] = [];
  readonly context: CanvasRenderingContext2D;
  readonly canvas: HTMLCanvasElement;
  readonly write = () => {};

  constructor(width: number, height: number) {
    const canvas = { width, height, getContext: () => this.context };
    this.canvas = canvas as unknown as HTMLCanvasElement;
    const members: Record<string, unknown> = {
      canvas,
      drawImage: (image: unknown) => this.drawn.push(image),
      fillText: (text: string) => this.texts.push(text),
      measureText: (text: string) => ({ width: text.length * 6 }),
    };
    this.context = new Proxy(members, {
      get: (held, name) => held[String(name)] ?? (() => undefined),
      set: () => true,
    }) as unknown as CanvasRenderingContext2D;
  }
}

function desk() {
  const screen = new Sheet(0, 0);
  const sheets: Sheet[] = [];
  let callbacks: ((now: number) => void)[] = [];
  let now = 0;
  const environment: Environment = {
    paths: Object.fromEntries(
      Object.keys(GLYPHS).map((name) => [name, {}]),
    ) as unknown as GlyphPaths & Record<GlyphName, Path2D>,
    requestFrame: (callback) => callbacks.push(callback),
    cancelFrame: () => {},
    now: () => now,
    reducedMotion: () => true,
    surface: (width, height) => {
      const sheet = new Sheet(width, height);
      sheets.push(sheet);
      return sheet;
    },
    shown: () => {},
  };
  const view = new DrawingView(screen.canvas, THEME, environment);
  view.resize({ width: 1000, height: 700 }, 1);
  return {
    view,
    screen,
    sheets,
    /** Runs frames until none is asked for. */
    settle() {
      for (let i = 0; i < 200 && callbacks.length > 0; i++) {
        const due = callbacks;
        callbacks = [];
        now += 16;
        for (const callback of due) callback(now);
      }
      return callbacks.length;
    },
    texts: () => sheets.flatMap(({ texts }) => texts),
    forget() {
      for (const sheet of sheets) sheet.texts = [];
      screen.texts = [];
      screen.drawn = [];
    },
  };
}

const THEME = new Proxy(
  {},
  { get: (_, name) => (name === "owners" || name === "layers" ? ["#123456"] : "#abcdef") },
) as PaintTheme;

function box(id: string, x: number, y: number): SceneBox {
  return {
    id: `agent:${id}`,
    shape: "agent",
    rect: { x, y, width: 208, height: 92 },
    title: id,
    subtitle: "",
    glyph: "ai",
    ownerColour: 0,
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

function scene(boxes: readonly SceneBox[]): Scene {
  return {
    boxes: new Map(boxes.map((it) => [it.id, it])),
    edges: new Map(),
    bounds: { x: 0, y: 0, width: 4000, height: 900 },
  };
}

const HERE = box("here", 100, 100);
const FAR = box("far", 3500, 100);

describe("a drawing's view", () => {
  it("paints what is on screen once, and then only puts it down again", () => {
    const { view, settle, texts, forget, screen } = desk();
    view.setScene(scene([HERE, FAR]));
    expect(settle()).toBe(0);
    expect(texts()).toContain("here");
    forget();
    view.pan({ x: -5, y: 0 });
    settle();
    expect(texts()).not.toContain("here");
    expect(screen.drawn.length).toBeGreaterThan(0);
  });

  it("paints anew only the tiles that an edit touches", () => {
    const { view, settle, texts, forget } = desk();
    const other = box("other", 100, 600);
    view.setScene(scene([HERE, other, FAR]));
    settle();
    forget();
    view.setScene(scene([box("moved", 120, 100), other, FAR]));
    settle();
    expect(texts()).toContain("moved");
    expect(texts()).not.toContain("other");
  });

  it("takes what is dragged out of the ground, and puts it back", () => {
    const { view, settle, texts, forget } = desk();
    view.setScene(scene([HERE, box("beside", 320, 100)]));
    settle();
    forget();
    view.setPreview({ ...NO_PREVIEW, moved: new Map([["agent:here", { x: 40, y: 0 }]]) });
    settle();
    // The card in the hand is painted once, as is what lay behind it.
    expect(texts().filter((text) => text === "here")).toHaveLength(1);
    expect(view.screenRectOf("agent:here")?.x).toBe(140);
    forget();
    view.setPreview(NO_PREVIEW);
    settle();
    expect(texts()).toContain("here");
  });

  it("knows what is near enough for an element of its own, once the camera rests", () => {
    const { view, settle } = desk();
    const told: (readonly string[])[] = [];
    view.onNear(({ near }) => told.push(near));
    view.setScene(scene([HERE, FAR]));
    settle();
    expect(view.near).toEqual(["agent:here"]);
    view.setCamera({ x: 3000, y: 0, zoom: 1 });
    expect(view.near).toEqual(["agent:here"]);
    settle();
    expect(view.near).toEqual(["agent:far"]);
    view.setCamera({ x: 0, y: 0, zoom: 0.1 });
    settle();
    expect(view.near).toEqual([]);
    expect(told).toHaveLength(3);
  });

  it("tells of the camera once a frame, however often it moved", () => {
    const { view, settle } = desk();
    view.setScene(scene([HERE]));
    settle();
    let told = 0;
    view.onCamera(() => {
      told += 1;
    });
    for (let i = 0; i < 5; i++) view.pan({ x: 1, y: 1 });
    settle();
    expect(told).toBe(1);
  });

  it("shows all of a drawing that is too large for the usual limits", () => {
    const { view, settle } = desk();
    view.setScene({ ...scene([HERE, FAR]), bounds: { x: 0, y: 0, width: 900_000, height: 100 } });
    view.fitAll();
    settle();
    expect(view.camera.zoom).toBeLessThan(0.002);
    view.zoomBy(0.5);
    expect(view.camera.zoom).toBeGreaterThan(0.0009);
  });

  it("brings a selection into the middle, large enough to be read", () => {
    const { view, settle } = desk();
    view.setScene(scene([HERE, FAR]));
    view.flyToSelection(selectionOf(["agent:far"]));
    settle();
    expect(view.camera.zoom).toBeGreaterThanOrEqual(0.75);
    const rect = view.screenRectOf("agent:far");
    expect(Math.round((rect?.x ?? 0) + (rect?.width ?? 0) / 2)).toBe(500);
  });
});
