/** Which templates are shown for what is looked for. */
import type { Pattern, TemplateInfo } from "../../platform";

export interface Wanted {
  readonly words: string;
  readonly pattern: Pattern | "any";
  readonly gate: boolean;
  readonly regulated: boolean;
  /** More than one. */
  readonly languages: boolean;
}

/** Templates in which every word is found, and that have what is asked for. */
export function fitting(
  templates: readonly TemplateInfo[],
  { words, pattern, gate, regulated, languages }: Wanted,
): TemplateInfo[] {
  const looked = words.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter(({ name, summary, about }) => {
    const text = `${name} ${summary}`.toLowerCase();
    return (
      looked.every((word) => text.includes(word) || about.words.includes(word)) &&
      (pattern === "any" || about.patterns.includes(pattern)) &&
      (!gate || about.gates > 0) &&
      (!regulated || about.regulated) &&
      (!languages || about.languages.length > 1)
    );
  });
}

/** The patterns of any of them, the commonest first. */
export function patternsOf(templates: readonly TemplateInfo[]): Pattern[] {
  const counts = new Map<Pattern, number>();
  for (const { about } of templates)
    for (const pattern of about.patterns) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([pattern]) => pattern);
}
