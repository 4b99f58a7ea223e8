/** A note as it is read: headings, lists, quotes and code set in lines that fit its sheet. */
import type { Rect } from "../geometry";
import { type Block, blocksOf, linesOf, plainLine, type Span, spansOf } from "../markdown";
import { type Context, charactersOf, fitText, isRightToLeft, widthOf } from "./text";
import type { PaintTheme } from "./theme";

export interface NoteFace {
  readonly theme: PaintTheme;
  /** Of plain words, in world units. */
  readonly size: number;
}

/** Words of one look that stand together on a line. */
export interface Run {
  readonly text: string;
  readonly font: string;
  readonly look: Span["look"];
  readonly width: number;
}

export interface NoteLine {
  readonly runs: readonly Run[];
  /** From the top of the text to the top of the line. */
  readonly top: number;
  /** From the side where its script starts. */
  readonly indent: number;
  /** What stands before its first word: a bullet or a number. */
  readonly mark: string;
  readonly quote: boolean;
  readonly code: boolean;
  readonly rightToLeft: boolean;
}

const PADDING = { x: 12, y: 10 };
const LEADING = 1.45;
/** Between two blocks, of a line. */
const BETWEEN = 0.4;
/** What stands before a list's items and quotes, of the size. */
const INDENT = { list: 1.25, quote: 0.75 };
/** Nobody reads more of a note on the drawing. */
const MOST_TEXT = 4000;

export function paintNoteText(ctx: Context, text: string, rect: Rect, face: NoteFace): void {
  const { theme, size } = face;
  const room = { width: rect.width - 2 * PADDING.x, height: rect.height - 2 * PADDING.y };
  ctx.textBaseline = "top";
  for (const line of noteLines(ctx, text, room, face)) {
    const top = rect.y + PADDING.y + line.top;
    const left = rect.x + PADDING.x;
    if (line.code) {
      const alpha = ctx.globalAlpha;
      ctx.globalAlpha = alpha * 0.4;
      ctx.fillStyle = theme.noteBorder;
      ctx.fillRect(left - 4, top - 2, room.width + 8, size * LEADING);
      ctx.globalAlpha = alpha;
    }
    if (line.quote) {
      ctx.fillStyle = theme.noteBorder;
      const edge = line.rightToLeft ? left + room.width - 2 : left;
      ctx.fillRect(edge, top - 1, 2, size * LEADING);
    }
    paintLine(ctx, line, { left, top, width: room.width }, face);
  }
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

function paintLine(ctx: Context, line: NoteLine, place: Place, { theme, size }: NoteFace): void {
  const { rightToLeft } = line;
  const { left, top, width } = place;
  ctx.direction = rightToLeft ? "rtl" : "ltr";
  ctx.textAlign = rightToLeft ? "right" : "left";
  ctx.fillStyle = line.quote ? theme.muted : theme.text;
  const along = (by: number) => (rightToLeft ? left + width - by : left + by);
  if (line.mark !== "") {
    ctx.font = `${theme.normal} ${size}px ${theme.sans}`;
    ctx.fillText(line.mark, along(0), top);
  }
  let at = line.indent;
  for (const run of line.runs) {
    ctx.font = run.font;
    ctx.fillText(run.text, along(at), top);
    at += run.width;
  }
  ctx.direction = "ltr";
  ctx.textAlign = "left";
}

/** The lines that fit; the last one ends in an ellipsis where something is left out. */
export function noteLines(
  ctx: Context,
  text: string,
  room: { readonly width: number; readonly height: number },
  face: NoteFace,
): readonly NoteLine[] {
  const { size } = face;
  const lines: NoteLine[] = [];
  let top = 0;
  for (const [i, part] of partsOf(text).entries()) {
    if (part.first && i > 0) top += size * LEADING * BETWEEN;
    for (const [j, runs] of wrapped(ctx, part, room.width, face).entries()) {
      // One line is always shown.
      if (lines.length > 0 && top + size > room.height) return cutOff(ctx, lines, room.width, face);
      lines.push({
        runs,
        top,
        indent: part.indent * size,
        mark: j === 0 ? part.mark : "",
        quote: part.is === "quote",
        code: part.is === "code",
        rightToLeft: part.rightToLeft,
      });
      top += size * LEADING;
    }
  }
  return lines;
}

/** A line as it was written. */
interface Part {
  readonly is: Block["is"];
  readonly spans: readonly Span[];
  readonly mark: string;
  /** Of the size. */
  readonly indent: number;
  /** Whether a block begins here. */
  readonly first: boolean;
  readonly rightToLeft: boolean;
}

function partsOf(text: string): Part[] {
  return blocksOf(text.slice(0, MOST_TEXT)).flatMap((block) => {
    const { is } = block;
    return linesOf(block).map((line, i): Part => {
      const rightToLeft = is !== "code" && isRightToLeft(plainLine(line));
      const mark = is !== "list" ? "" : block.ordered ? `${(block.start ?? 1) + i}.` : "•";
      const indent = is === "list" ? INDENT.list : is === "quote" ? INDENT.quote : 0;
      const spans: Span[] = is === "code" ? [{ text: line, look: "code" }] : spansOf(line);
      return { is, spans, mark, indent, first: i === 0, rightToLeft };
    });
  });
}

function fontOf({ theme, size }: NoteFace, part: Part, look: Span["look"]): string {
  if (look === "code") return `${theme.normal} ${size * 0.92}px ${theme.mono}`;
  const strong = part.is === "heading" || look === "strong";
  const slant = look === "soft" ? "italic " : "";
  return `${slant}${strong ? theme.strong : theme.normal} ${size}px ${theme.sans}`;
}

/** A written line in lines that fit, broken between words, and within those that are wider than a line. */
function wrapped(ctx: Context, part: Part, width: number, face: NoteFace): Run[][] {
  const room = width - part.indent * face.size;
  const lines: Run[][] = [[]];
  let used = 0;
  const add = (text: string, font: string, look: Span["look"]) => {
    const last = lines[lines.length - 1] ?? [];
    const before = last[last.length - 1];
    // Words of one look are one run, so that the letters of a script join across them.
    if (before?.font === font && before.look === look) {
      const joined = before.text + text;
      last[last.length - 1] = { ...before, text: joined, width: widthOf(ctx, font, joined) };
    } else last.push({ text, font, look, width: widthOf(ctx, font, text) });
    used = last.reduce((sum, run) => sum + run.width, 0);
  };
  for (const { text, look } of part.spans) {
    const font = fontOf(face, part, look);
    for (const word of text.split(/(?<=\s)(?=\S)/)) {
      if (used > 0 && used + widthOf(ctx, font, word.trimEnd()) > room) {
        lines.push([]);
        used = 0;
      }
      if (widthOf(ctx, font, word.trimEnd()) <= room) {
        add(word, font, look);
        continue;
      }
      for (const letter of charactersOf(word)) {
        if (used > 0 && used + widthOf(ctx, font, letter) > room) {
          lines.push([]);
          used = 0;
        }
        add(letter, font, look);
      }
    }
  }
  return lines;
}

function cutOff(
  ctx: Context,
  lines: readonly NoteLine[],
  width: number,
  face: NoteFace,
): readonly NoteLine[] {
  const line = lines[lines.length - 1];
  if (!line) return lines;
  const last = line.runs[line.runs.length - 1];
  const font = last?.font ?? `${face.theme.normal} ${face.size}px ${face.theme.sans}`;
  const before = line.runs.slice(0, -1);
  const used = before.reduce((sum, run) => sum + run.width, line.indent);
  const whole = `${last?.text.trimEnd() ?? ""}…`;
  const text =
    widthOf(ctx, font, whole) <= width - used ? whole : fitText(ctx, font, whole, width - used);
  const cut: Run = { text, font, look: last?.look ?? "plain", width: widthOf(ctx, font, text) };
  return [...lines.slice(0, -1), { ...line, runs: [...before, cut] }];
}
