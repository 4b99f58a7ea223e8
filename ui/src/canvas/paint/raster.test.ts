import { describe, expect, it } from "vitest";
import { faded, pixelOf } from "./colour";
import { Raster } from "./raster";

const RED = pixelOf("#f00");
const WHITE = pixelOf("#ffffff");

/** The raster as rows of letters: `#` opaque red, `+` a mixture, `.` untouched. */
function picture(raster: Raster): string[] {
  const rows: string[] = [];
  for (let y = 0; y < raster.height; y++) {
    const row = raster.pixels.subarray(y * raster.width, (y + 1) * raster.width);
    rows.push([...row].map((it) => (it === RED ? "#" : it === WHITE ? "." : "+")).join(""));
  }
  return rows;
}

function painted(width: number, height: number, paint: (raster: Raster) => void): string[] {
  const raster = new Raster(width, height);
  raster.clear(WHITE);
  paint(raster);
  return picture(raster);
}

describe("a colour", () => {
  it.each([
    ["#123", 0xff332211],
    ["#112233", 0xff332211],
    ["#11223380", 0x80332211],
    ["rgb(17, 34, 51)", 0xff332211],
    ["rgba(17, 34, 51, 0.5)", 0x80332211],
    ["rgb(17 34 51 / 50%)", 0x80332211],
    ["oklch(0.7 0.1 200)", 0xff808080],
  ])("%s is read", (text, pixel) => {
    expect(pixelOf(text)).toBe(pixel);
  });

  it("fades", () => {
    expect(faded(RED, 0.5) >>> 24).toBe(128);
  });
});

describe("a raster", () => {
  it("fills whole pixels, and mixes where an edge falls between them", () => {
    expect(painted(5, 3, (raster) => raster.rect(1, 0, 3.5, 2, RED))).toEqual([
      ".##+.",
      ".##+.",
      ".....",
    ]);
  });

  it("leaves out what lies outside", () => {
    const all = ["###", "###"];
    expect(painted(3, 2, (raster) => raster.rect(-5, -5, 9, 9, RED))).toEqual(all);
    expect(painted(3, 2, (raster) => raster.block(-5, -5, 9, 9, RED))).toEqual(all);
    expect(painted(3, 1, (raster) => raster.line(-9, 7, 9, 7, RED, null))).toEqual(["..."]);
    expect(painted(3, 1, (raster) => raster.rect(5, 0, 8, 1, RED))).toEqual(["..."]);
  });

  it("rounds corners", () => {
    expect(painted(8, 5, (raster) => raster.rounded(0, 0, 8, 5, 2, RED))).toEqual([
      "+######+",
      "+######+",
      "########",
      "+######+",
      "+######+",
    ]);
  });

  it("draws level, upright and slanting lines, whole or dashed", () => {
    expect(painted(5, 1, (raster) => raster.line(4, 0, 1, 0, RED, null))).toEqual([".####"]);
    expect(painted(1, 3, (raster) => raster.line(0, 0, 0, 1, RED, null))).toEqual(["#", "#", "."]);
    expect(painted(3, 3, (raster) => raster.line(0, 0, 2, 2, RED, null))).toEqual([
      "#..",
      ".#.",
      "..#",
    ]);
    expect(painted(7, 1, (raster) => raster.line(0, 0, 6, 0, RED, [2, 1]))).toEqual(["##.##.#"]);
  });

  it("keeps what is clear clear, so that it can lie over something else", () => {
    const raster = new Raster(2, 1);
    raster.rect(0, 0, 1, 1, faded(RED, 0.5));
    expect([...raster.pixels]).toEqual([0x800000ff, 0]);
    raster.rect(0, 0, 1, 1, faded(RED, 0.5));
    expect((raster.pixels[0] ?? 0) >>> 24).toBe(192);
  });
});
