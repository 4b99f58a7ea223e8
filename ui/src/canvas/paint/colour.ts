/** Colours as the numbers that a pixel buffer holds. */

/** 0xAABBGGRR: red first in memory. */
export type Pixel = number;

const GREY: Pixel = 0xff808080;

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa` and `rgb()` or `rgba()` with commas or spaces; grey for anything else. */
export function pixelOf(colour: string): Pixel {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(colour.trim())?.[1];
  if (hex) {
    const long = hex.length < 6 ? [...hex].map((digit) => digit + digit).join("") : hex;
    const part = (at: number) => Number.parseInt(long.slice(at, at + 2), 16);
    return packed(part(0), part(2), part(4), long.length === 8 ? part(6) / 255 : 1);
  }
  const inside = /^rgba?\((.*)\)$/i.exec(colour.trim())?.[1];
  const numbers = inside?.split(/[\s,/]+/).filter((text) => text !== "");
  if (!numbers || numbers.length < 3) return GREY;
  const [red = 0, green = 0, blue = 0] = numbers.map(Number);
  const alpha = numbers[3] ?? "1";
  const opacity = alpha.endsWith("%") ? Number(alpha.slice(0, -1)) / 100 : Number(alpha);
  return [red, green, blue, opacity].every(Number.isFinite)
    ? packed(red, green, blue, opacity)
    : GREY;
}

/** The same colour with its opacity multiplied by `by`. */
export function faded(pixel: Pixel, by: number): Pixel {
  return ((pixel & 0xffffff) | (Math.round((pixel >>> 24) * by) << 24)) >>> 0;
}

function packed(red: number, green: number, blue: number, opacity: number): Pixel {
  return (
    ((Math.round(opacity * 255) << 24) |
      (Math.round(blue) << 16) |
      (Math.round(green) << 8) |
      Math.round(red)) >>>
    0
  );
}
