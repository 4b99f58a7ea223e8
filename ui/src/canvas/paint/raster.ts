/**
 * Painting into a buffer of pixels. Where a whole drawing of thousands of boxes is on screen, each of them is a few
 * pixels, and a call to a 2D context costs a hundred times what writing them costs.
 */
import { faded, type Pixel } from "./colour";

/** On and off lengths of a dashed line, in pixels. */
export type Dash = readonly [on: number, off: number];

export class Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;

  constructor(width: number, height: number, pixels = new Uint32Array(width * height)) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  clear(pixel: Pixel): void {
    this.pixels.fill(pixel);
  }

  /** An axis-aligned rectangle with soft edges where they fall between pixels. */
  rect(x0: number, y0: number, x1: number, y1: number, pixel: Pixel): void {
    const top = Math.max(0, Math.floor(y0));
    const bottom = Math.min(this.height, Math.ceil(y1));
    for (let y = top; y < bottom; y++) {
      const cover = Math.min(y + 1, y1) - Math.max(y, y0);
      this.#span(y, x0, x1, cover, pixel);
    }
  }

  /** A rectangle whose corners are rounded. */
  rounded(x0: number, y0: number, x1: number, y1: number, radius: number, pixel: Pixel): void {
    if (radius < 1) {
      this.rect(x0, y0, x1, y1, pixel);
      return;
    }
    const top = Math.max(0, Math.floor(y0));
    const bottom = Math.min(this.height, Math.ceil(y1));
    for (let y = top; y < bottom; y++) {
      const cover = Math.min(y + 1, y1) - Math.max(y, y0);
      const middle = y + 0.5;
      const into = Math.max(y0 + radius - middle, middle - (y1 - radius), 0);
      const inset = into > 0 ? radius - Math.sqrt(Math.max(0, radius * radius - into * into)) : 0;
      this.#span(y, x0 + inset, x1 - inset, cover, pixel);
    }
  }

  /** The border of a rectangle, `width` wide, inside it. */
  frame(x0: number, y0: number, x1: number, y1: number, width: number, pixel: Pixel): void {
    this.rect(x0, y0, x1, y0 + width, pixel);
    this.rect(x0, y1 - width, x1, y1, pixel);
    this.rect(x0, y0 + width, x0 + width, y1 - width, pixel);
    this.rect(x1 - width, y0 + width, x1, y1 - width, pixel);
  }

  /** A line one pixel wide; upright and level ones fill whole pixels, so that they stay crisp. */
  line(ax: number, ay: number, bx: number, by: number, pixel: Pixel, dash: Dash | null): void {
    const level = Math.abs(ay - by) < 0.5;
    if (level || Math.abs(ax - bx) < 0.5) {
      const from = Math.floor(Math.min(level ? ax : ay, level ? bx : by));
      const to = Math.floor(Math.max(level ? ax : ay, level ? bx : by)) + 1;
      this.#straight(level, Math.floor(level ? ay : ax), from, to, pixel, dash);
      return;
    }
    const steps = Math.ceil(Math.max(Math.abs(bx - ax), Math.abs(by - ay)));
    if (steps > 4 * (this.width + this.height)) return;
    for (let i = 0; i <= steps; i++) {
      const x = Math.floor(ax + ((bx - ax) * i) / steps);
      const y = Math.floor(ay + ((by - ay) * i) / steps);
      if (x >= 0 && y >= 0 && x < this.width && y < this.height && isOn(i, dash))
        this.#blend(y * this.width + x, pixel);
    }
  }

  #straight(
    level: boolean,
    across: number,
    from: number,
    to: number,
    pixel: Pixel,
    dash: Dash | null,
  ): void {
    if (across < 0 || across >= (level ? this.height : this.width)) return;
    const stride = level ? 1 : this.width;
    const start = level ? across * this.width : across;
    const first = start + Math.max(0, from) * stride;
    const end = start + Math.min(level ? this.width : this.height, to) * stride;
    if (dash !== null)
      for (let i = Math.max(0, from), at = first; at < end; i++, at += stride) {
        if (isOn(i, dash)) this.#blend(at, pixel);
      }
    else if (pixel >>> 24 === 255)
      for (let at = first; at < end; at += stride) this.pixels[at] = pixel;
    else for (let at = first; at < end; at += stride) this.#blend(at, pixel);
  }

  /** An opaque rectangle of whole pixels. */
  block(x0: number, y0: number, x1: number, y1: number, pixel: Pixel): void {
    const left = Math.max(0, x0);
    const right = Math.min(this.width, x1);
    const bottom = Math.min(this.height, y1);
    for (let y = Math.max(0, y0); y < bottom; y++) {
      const row = y * this.width;
      for (let at = row + left; at < row + right; at++) this.pixels[at] = pixel;
    }
  }

  #span(y: number, x0: number, x1: number, cover: number, pixel: Pixel): void {
    if (cover <= 0 || x1 <= x0 || x1 <= 0 || x0 >= this.width) return;
    const row = y * this.width;
    const inner = cover < 0.999 ? faded(pixel, cover) : pixel;
    const first = Math.floor(x0);
    const last = Math.ceil(x1) - 1;
    if (first === last) {
      if (first >= 0) this.#blend(row + first, faded(pixel, cover * (x1 - x0)));
      return;
    }
    if (first >= 0) this.#blend(row + first, faded(pixel, cover * (first + 1 - x0)));
    if (last < this.width) this.#blend(row + last, faded(pixel, cover * (x1 - last)));
    const from = row + Math.max(0, first + 1);
    const to = row + Math.min(this.width, last);
    if (inner >>> 24 === 255) for (let i = from; i < to; i++) this.pixels[i] = inner;
    else for (let i = from; i < to; i++) this.#blend(i, inner);
  }

  /** Puts a pixel over what is there. */
  #blend(at: number, pixel: Pixel): void {
    const alpha = pixel >>> 24;
    const under = this.pixels[at] ?? 0;
    const below = under >>> 24;
    if (alpha === 255 || below === 0) {
      this.pixels[at] = pixel;
      return;
    }
    if (below === 255) {
      const rest = 255 - alpha;
      const red = (((pixel & 0xff) * alpha + (under & 0xff) * rest) / 255) | 0;
      const green = ((((pixel >>> 8) & 0xff) * alpha + ((under >>> 8) & 0xff) * rest) / 255) | 0;
      const blue = ((((pixel >>> 16) & 0xff) * alpha + ((under >>> 16) & 0xff) * rest) / 255) | 0;
      this.pixels[at] = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
      return;
    }
    const together = alpha + (below * (255 - alpha)) / 255;
    const mix = (shift: number) =>
      Math.round(
        (((pixel >>> shift) & 0xff) * alpha +
          (((under >>> shift) & 0xff) * below * (255 - alpha)) / 255) /
          together,
      );
    this.pixels[at] =
      ((Math.round(together) << 24) | (mix(16) << 16) | (mix(8) << 8) | mix(0)) >>> 0;
  }
}

function isOn(at: number, dash: Dash | null): boolean {
  return dash === null || at % (dash[0] + dash[1]) < dash[0];
}
