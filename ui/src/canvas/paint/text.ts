/** Text that fits its place: measured once per font, cut between whole characters, set in its own direction. */

export type Context = CanvasRenderingContext2D;

const CACHE_LIMIT = 20_000;
/** No line is longer than this; what follows is not measured. */
const LONGEST = 400;
const LONGEST_TEXT = 2000;

interface Measured {
  readonly widths: Map<string, number>;
  readonly fitted: Map<string, string>;
}

let measured = new Map<string, Measured>();

function measuredIn(font: string): Measured {
  const known = measured.get(font);
  if (known) return known;
  const made = { widths: new Map(), fitted: new Map() };
  measured.set(font, made);
  return made;
}

/** How wide `text` is in `font`. The context is left with that font. */
export function widthOf(ctx: Context, font: string, text: string): number {
  const { widths } = measuredIn(font);
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (widths.size > CACHE_LIMIT) widths.clear();
  ctx.font = font;
  const width = ctx.measureText(text).width;
  widths.set(text, width);
  return width;
}

/** `text` cut with an ellipsis to `width`; empty where not even one character fits. */
export function fitText(ctx: Context, font: string, text: string, width: number): string {
  if (text.length <= LONGEST && widthOf(ctx, font, text) <= width) return text;
  const { fitted } = measuredIn(font);
  const key = `${Math.floor(width)}|${text}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  if (fitted.size > CACHE_LIMIT) fitted.clear();
  ctx.font = font;
  const parts = charactersOf(text.slice(0, LONGEST));
  const cut = (count: number) => `${parts.slice(0, count).join("").trimEnd()}…`;
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ctx.measureText(cut(middle)).width <= width) low = middle;
    else high = middle - 1;
  }
  const result = low === 0 ? "" : cut(low);
  fitted.set(key, result);
  return result;
}

/** Lines of at most `width`, at most `limit` of them; the last one ends in an ellipsis when something is left out. */
export function wrapText(
  ctx: Context,
  font: string,
  text: string,
  width: number,
  limit: number,
): string[] {
  const lines: string[] = [];
  for (const paragraph of text.slice(0, LONGEST_TEXT).split("\n")) {
    let line = "";
    for (const piece of paragraph.split(/\s+/).flatMap((word) => pieces(ctx, font, word, width))) {
      const longer = line === "" ? piece.text : `${line}${piece.gap}${piece.text}`;
      if (line !== "" && widthOf(ctx, font, longer) > width) {
        lines.push(line);
        line = piece.text;
      } else line = longer;
      if (lines.length > limit) break;
    }
    lines.push(line);
    if (lines.length > limit) break;
  }
  const kept = lines.slice(0, limit).map((line) => fitText(ctx, font, line, width));
  const last = kept[limit - 1];
  if (lines.length > limit && last !== undefined && !last.endsWith("…"))
    kept[limit - 1] = fitText(ctx, font, `${last} …`, width).replace(/ …?…$/, "…");
  return kept;
}

interface Piece {
  readonly text: string;
  /** What stands between it and the piece before. */
  readonly gap: string;
}

/** A word as a whole, or in parts where it is wider than a line: words of scripts without spaces, long ids. */
function pieces(ctx: Context, font: string, word: string, width: number): Piece[] {
  if (widthOf(ctx, font, word) <= width) return [{ text: word, gap: " " }];
  return charactersOf(word).map((text, i) => ({ text, gap: i === 0 ? " " : "" }));
}

/** Writes one line between `left` and `left + width`, starting at the side where its script starts. */
export function writeLine(
  ctx: Context,
  font: string,
  text: string,
  left: number,
  y: number,
  width: number,
): void {
  const shown = fitText(ctx, font, text, width);
  if (shown === "") return;
  ctx.font = font;
  if (!isRightToLeft(text)) {
    ctx.fillText(shown, left, y);
    return;
  }
  ctx.direction = "rtl";
  ctx.textAlign = "right";
  ctx.fillText(shown, left + width, y);
  ctx.textAlign = "left";
  ctx.direction = "ltr";
}

/** Writes a line that was made to fit around `x`. */
export function writeCentred(ctx: Context, font: string, text: string, x: number, y: number): void {
  ctx.font = font;
  ctx.textAlign = "center";
  if (isRightToLeft(text)) ctx.direction = "rtl";
  ctx.fillText(text, x, y);
  ctx.direction = "ltr";
  ctx.textAlign = "left";
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LEFT_TO_RIGHT = /[A-Za-z\u00aa-\u02b8\u0370-\u058f\u0900-\u1fff\u2c00-\ufb1c]/;

/** Whether the first letter that has a direction runs from the right. */
export function isRightToLeft(text: string): boolean {
  const at = text.search(RIGHT_TO_LEFT);
  if (at < 0) return false;
  const other = text.search(LEFT_TO_RIGHT);
  return other < 0 || at < other;
}

const PLAIN = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What people call characters: letters with their accents, emoji with all that they are joined of. */
export function charactersOf(text: string): string[] {
  if (PLAIN.test(text)) return [...text];
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Forgets every measurement, once a font has arrived that was missing before. */
export function forgetMeasurements(): void {
  measured = new Map();
}
