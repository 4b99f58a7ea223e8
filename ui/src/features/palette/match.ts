/** How well a line of the palette answers what was typed. */

/** From 0, not at all, to 1, its very name. Each word typed has to occur; names count for more than what is said beside them. */
export function match(typed: string, name: string, beside: readonly string[]): number {
  const wanted = normal(typed).split(/\s+/).filter(Boolean);
  const title = normal(name);
  if (wanted.length === 0) return 1;
  if (title === wanted.join(" ")) return 1;
  const others = normal(beside.join(" "));
  return Math.min(...wanted.map((word) => wordScore(word, title, others)));
}

function wordScore(word: string, title: string, others: string): number {
  if (title.startsWith(word)) return 0.9;
  if (beginsAWord(word, title)) return 0.8;
  if (title.includes(word)) return 0.6;
  if (beginsAWord(word, others)) return 0.4;
  return others.includes(word) ? 0.2 : 0;
}

function beginsAWord(word: string, text: string): boolean {
  let at = text.indexOf(word);
  while (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) at = text.indexOf(word, at + 1);
  return at >= 0;
}

function normal(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
