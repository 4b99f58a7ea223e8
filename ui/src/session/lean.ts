/** The session as the desktop's small file takes it, which keeps nothing of a larger one; the page's own storage keeps all of it. */
import type { Kept } from "./persist";

/** A little less than what the desktop keeps. */
const MOST_BYTES = 120 * 1024;
const MOST_BYTES_OF_A_LETTER = 3;

/** Without the oldest texts and edits that do not fit. */
export function lean(
  kept: Kept & { readonly at: number },
): Kept & { readonly at: number; readonly partial?: true } {
  if (bytesOf(kept) <= MOST_BYTES) return kept;
  const fitting = { ...kept, partial: true as const, unsentTexts: {}, unsentEdits: {} };
  let room = MOST_BYTES - bytesOf(fitting);
  const all = [
    ...Object.entries(kept.unsentTexts).map((entry) => ({ entry, of: fitting.unsentTexts })),
    ...Object.entries(kept.unsentEdits).map((entry) => ({ entry, of: fitting.unsentEdits })),
  ].sort((a, b) => b.entry[1].at - a.entry[1].at);
  for (const { entry, of } of all) {
    const bytes = bytesOf(entry);
    if (bytes > room) continue;
    room -= bytes;
    const [key, value] = entry;
    Object.assign(of, { [key]: value });
  }
  return fitting;
}

function bytesOf(value: unknown): number {
  const text = JSON.stringify(value);
  const atMost = text.length * MOST_BYTES_OF_A_LETTER;
  return atMost <= MOST_BYTES ? atMost : new TextEncoder().encode(text).length;
}
