import { describe, expect, it } from "vitest";
import { drawnBox } from "../../testing/drawn";
import type { Detail } from "../lod";
import type { SceneBox } from "../scene";
import { paintBox } from "./boxes";
import { pixelOf } from "./colour";
import { noteBars } from "./note-bars";
import { Raster } from "./raster";
import { smallBox } from "./small";
import { type Context, forgetMeasurements } from "./text";
import type { GlyphPaths, PaintTheme } from "./theme";

const theme = {
  note: "#ffffff",
  noteBorder: "#00ff00",
  muted: "#ff0000",
  canvas: "#ffffff",
  sans: "Sans",
  mono: "Mono",
  normal: "400",
  strong: "600",
} as PaintTheme;
const INK = pixelOf("#ff0000");

function note(text: string): SceneBox {
  return drawnBox("note:n", 0, 0, { shape: "note", text, title: text.split("\n")[0] ?? "" });
}

/** The note at a zoom as rows of letters: `#` a bar, `.` anything else. */
function drawn(text: string, zoom: number, detail: Detail): string[] {
  const raster = new Raster(Math.ceil(200 * zoom), Math.ceil(80 * zoom));
  const place = { raster, scale: zoom, x: 0, y: 0, detail, theme, hairline: 1 };
  raster.clear(pixelOf("#ffffff"));
  smallBox(place, note(text), { x: 0, y: 0, width: 200, height: 80 }, false);
  return Array.from({ length: raster.height }, (_, y) =>
    [...raster.pixels.subarray(y * raster.width, (y + 1) * raster.width)]
      .map((pixel) => (pixel === INK ? "#" : "."))
      .join(""),
  );
}

describe("a note too small for words", () => {
  it("shows a bar for each line, as long as the line is", () => {
    const bars = drawn("# Night shift\n- ask **Maria** before anything is paid", 0.15, "blocks");
    const lengths = bars.map((row) => row.replaceAll(".", "").length).filter((long) => long > 0);
    expect(lengths).toHaveLength(3);
    expect(lengths[1]).toBeGreaterThan((lengths[0] ?? 0) * 1.5);
    expect(bars.every((row) => row.startsWith("..") && row.endsWith(".."))).toBe(true);
  });

  it("shows one where there is room for one, and none without text", () => {
    const inked = (rows: readonly string[]) => rows.filter((row) => row.includes("#")).length;
    expect(inked(drawn("Ask Maria\nThen Ali\nThen nobody", 0.07, "dots"))).toBe(1);
    expect(inked(drawn("", 0.15, "blocks"))).toBe(0);
    expect(inked(drawn(" \n\n", 0.15, "blocks"))).toBe(0);
  });

  it("begins at the side where its script begins", () => {
    const [row = ""] = drawn("שלום", 0.15, "blocks").filter((each) => each.includes("#"));
    expect(row.lastIndexOf("#")).toBe(27);
  });

  it("is read once, however often it is painted", () => {
    const box = note("Ask Maria");
    expect(noteBars(box)).toBe(noteBars(box));
  });
});

it("a note is written as large as names are where only names are read", () => {
  forgetMeasurements();
  const fonts = new Set<string>();
  const ctx = new Proxy(
    { font: "", measureText: (text: string) => ({ width: text.length * 9 }) },
    {
      get: (of, name) =>
        name === "fillText"
          ? () => fonts.add(String(Reflect.get(of, "font")))
          : name in of
            ? Reflect.get(of, name)
            : () => {},
      set: Reflect.set,
    },
  ) as unknown as Context;
  const size = (zoom: number, detail: Detail) => {
    fonts.clear();
    const look = { detail, zoom, theme, paths: {} as GlyphPaths };
    paintBox(ctx, note("Ask"), { x: 0, y: 0, width: 200, height: 80 }, look);
    return [...fonts];
  };
  expect(size(1, "cards")).toEqual(["400 12px Sans"]);
  expect(size(0.5, "titles")).toEqual(["400 20px Sans"]);
  expect(size(0.25, "titles")).toEqual(["400 31px Sans"]);
});
