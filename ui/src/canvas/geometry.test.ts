import { describe, expect, it } from "vitest";
import { approach, between, fitting, toScreen, toWorld, visibleRect, zoomAt } from "./camera";
import { distanceToPolyline, intersects, pointAlong, union } from "./geometry";
import { SpatialGrid } from "./grid";
import { detailAt } from "./lod";

const VIEWPORT = { width: 800, height: 600 };

describe("camera", () => {
  it("keeps the point under the pointer where it is while zooming", () => {
    const camera = { x: 30, y: -20, zoom: 0.8 };
    const pointer = { x: 413, y: 77 };
    const before = toWorld(camera, pointer);
    const after = toScreen(zoomAt(camera, pointer, 1.7), before);
    expect(after.x).toBeCloseTo(pointer.x);
    expect(after.y).toBeCloseTo(pointer.y);
  });

  it("stops at the zoom limits", () => {
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, { x: 0, y: 0 }, 1e6).zoom).toBe(3);
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, { x: 0, y: 0 }, 1e-6).zoom).toBe(0.04);
  });

  it("fits everything into view and never magnifies", () => {
    const bounds = { x: -100, y: 40, width: 3000, height: 500 };
    const shown = visibleRect(fitting(bounds, VIEWPORT), VIEWPORT);
    expect(shown.x).toBeLessThanOrEqual(bounds.x);
    expect(shown.x + shown.width).toBeGreaterThanOrEqual(bounds.x + bounds.width);
    expect(fitting({ x: 0, y: 0, width: 10, height: 10 }, VIEWPORT).zoom).toBe(1);
  });

  it("approaches a box at a readable zoom, and ends where it was told to", () => {
    const far = { x: 0, y: 0, zoom: 0.1 };
    const near = approach(far, { x: 900, y: 900, width: 200, height: 80 }, VIEWPORT);
    expect(near.zoom).toBe(0.75);
    const last = between(far, near, VIEWPORT, 1);
    expect(last.x).toBeCloseTo(near.x);
    expect(last.zoom).toBeCloseTo(near.zoom);
  });
});

describe("geometry", () => {
  it("walks a polyline by length", () => {
    const line = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 30 },
    ];
    expect(pointAlong(line, 0.5)).toEqual({ x: 10, y: 10 });
    expect(pointAlong([], 0.5)).toEqual({ x: 0, y: 0 });
    expect(distanceToPolyline({ x: 14, y: 10 }, line)).toBe(4);
  });

  it("has no union of nothing", () => {
    expect(union([])).toBeNull();
  });
});

describe("spatial grid", () => {
  it("finds exactly what a full search finds", () => {
    const grid = new SpatialGrid();
    const rects = Array.from({ length: 400 }, (_, i) => ({
      x: ((i * 7919) % 5000) - 2500,
      y: ((i * 104_729) % 4000) - 2000,
      width: 40 + (i % 7) * 90,
      height: 30 + (i % 5) * 60,
    }));
    rects.forEach((rect, i) => {
      grid.insert(String(i), rect);
    });
    for (const area of [
      { x: 0, y: 0, width: 300, height: 300 },
      { x: -2600, y: -2100, width: 9000, height: 9000 },
      { x: 9999, y: 9999, width: 10, height: 10 },
    ]) {
      const expected = rects.flatMap((rect, i) => (intersects(rect, area) ? [String(i)] : []));
      expect(grid.query(area).sort()).toEqual(expected.sort());
    }
  });
});

describe("levels of detail", () => {
  it("shows more the nearer it gets", () => {
    expect([0.05, 0.15, 0.4, 0.6, 1].map(detailAt)).toEqual([
      "dots",
      "blocks",
      "titles",
      "cards",
      "cards",
    ]);
  });
});
