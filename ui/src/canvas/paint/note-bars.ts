/** The lines of a note as bars, where the sheet is too small for words. */
import { blocksOf, linesOf, plainLine } from "../markdown";
import type { SceneBox } from "../scene";
import { isRightToLeft } from "./text";

export interface NoteBar {
  /** Of the sheet's width. */
  readonly share: number;
  readonly fromRight: boolean;
}

/** More bars than this stand in no small sheet, and nobody counts them. */
const MOST_BARS = 8;
/** As much of the text as so many bars can stand for. */
const MOST_TEXT = 600;
/** The usual width of a letter in world units: bars need no measuring. */
const LETTER = 6.5;
/** The shortest bar is still seen as one. */
const LEAST_SHARE = 0.15;

/** Boxes stay the same objects until they change, so a text is read once. */
const known = new WeakMap<SceneBox, readonly NoteBar[]>();

export function noteBars(box: SceneBox): readonly NoteBar[] {
  const read = known.get(box);
  if (read) return read;
  const made = barsOf(box);
  known.set(box, made);
  return made;
}

function barsOf({ text, title, rect }: SceneBox): NoteBar[] {
  const bars: NoteBar[] = [];
  const letters = Math.max(1, Math.floor(rect.width / LETTER));
  for (const line of blocksOf((text ?? title).slice(0, MOST_TEXT)).flatMap(linesOf)) {
    const words = plainLine(line).trim();
    const fromRight = isRightToLeft(words);
    for (let left = words.length; left > 0; left -= letters) {
      if (bars.length === MOST_BARS) return bars;
      bars.push({ share: Math.max(LEAST_SHARE, Math.min(1, left / letters)), fromRight });
    }
  }
  return bars;
}
