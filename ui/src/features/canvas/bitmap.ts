/** Bitmaps of the platform, for the drawing's view and its map. */
import type { Raster } from "../../canvas/paint/raster";
import type { Surface } from "../../canvas/view/tiles";

export function makeSurface(width: number, height: number, opaque: boolean): Surface {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { alpha: !opaque });
  if (!context) throw new Error("This web view has no 2D canvas.");
  return { canvas, context, write: (raster, x, y) => writeRaster(context, raster, x, y) };
}

export function writeRaster(
  context: CanvasRenderingContext2D,
  { pixels, width, height }: Raster,
  x: number,
  y: number,
): void {
  const bytes = new Uint8ClampedArray(
    pixels.buffer as ArrayBuffer,
    pixels.byteOffset,
    pixels.byteLength,
  );
  context.putImageData(new ImageData(bytes, width, height), x, y);
}
