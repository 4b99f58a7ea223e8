/** Text that fits its place: measured once per font and width. */

export type Context = CanvasRenderingContext2D;

const CACHE_LIMIT = 20_000;
const fitted = new Map<string, string>();
const widths = new Map<string, number>();

export function widthOf(ctx: Context, text: string): number {
  const key = `${ctx.font}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > CACHE_LIMIT) widths.clear();
  const width = ctx.measureText(text).width;
  widths.set(key, width);
  return width;
}

/** `text` cut with an ellipsis to `width`, in the context's font. */
export function fitText(ctx: Context, text: string, width: number): string {
  if (widthOf(ctx, text) <= width) return text;
  const key = `${ctx.font}|${Math.floor(width)}|${text}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  if (fitted.size > CACHE_LIMIT) fitted.clear();
  let low = 0;
  let high = Math.min(text.length, 400);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ctx.measureText(`${text.slice(0, middle).trimEnd()}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  const result = low === 0 ? "" : `${text.slice(0, low).trimEnd()}…`;
  fitted.set(key, result);
  return result;
}

/** Lines of at most `width`, broken at spaces, at most `limit` of them; the last one ends in an ellipsis when cut. */
export function wrapText(ctx: Context, text: string, width: number, limit: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.slice(0, 2000).split("\n")) {
    let line = "";
    for (const word of paragraph.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (line && widthOf(ctx, longer) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
      if (lines.length > limit) break;
    }
    lines.push(line);
    if (lines.length > limit) break;
  }
  if (lines.length <= limit) return lines.map((line) => fitText(ctx, line, width));
  const kept = lines.slice(0, limit).map((line) => fitText(ctx, line, width));
  kept[limit - 1] = fitText(ctx, `${kept[limit - 1] ?? ""} …`, width);
  return kept;
}

/** Forgets every measurement, once a font has arrived that was missing before. */
export function forgetMeasurements(): void {
  fitted.clear();
  widths.clear();
}
