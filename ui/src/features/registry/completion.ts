/** What may follow in a query: the term under the caret, and words that complete it. What a query means is the registry's. */

export interface TermName {
  /** As it is written, for example `owner`. */
  readonly name: string;
  readonly meaning: string;
  /** What may stand behind it; asked for when it is needed. */
  readonly values: () => readonly TermValue[];
  /** Its values are offered for a word alone too. */
  readonly common: boolean;
}

export interface TermValue {
  readonly value: string;
  /** What people call it, where that is another word. */
  readonly label: string;
}

export interface Suggestion {
  /** The query once it is taken. */
  readonly query: string;
  /** Where the caret stands then. */
  readonly caret: number;
  /** The term as it is written. */
  readonly term: string;
  readonly detail: string;
}

/** Suggestions that are shown at once. */
export const MOST_SUGGESTIONS = 12;

/** Words that complete the term at the caret, the nearest first. */
export function suggestions(
  query: string,
  caret: number,
  terms: readonly TermName[],
): readonly Suggestion[] {
  const { from, to } = termAt(query, caret);
  const typed = query.slice(from, Math.min(caret, to));
  const sign = typed.startsWith("-") ? "-" : "";
  const bare = typed.slice(sign.length);
  const parts = /^([a-z_.]+)([:=])(.*)$/su.exec(bare);
  const found = parts
    ? valuesOf(terms, parts[1] ?? "", parts[2] ?? ":", parts[3] ?? "")
    : [...namesOf(terms, bare), ...(bare.length > 1 ? anyValuesOf(terms, bare) : [])];
  return found.slice(0, MOST_SUGGESTIONS).map(({ term, detail, closed }) => {
    const written = `${sign}${term}${closed && query.slice(to) === "" ? " " : ""}`;
    return {
      query: `${query.slice(0, from)}${written}${query.slice(to)}`,
      caret: from + written.length,
      term: `${sign}${term}`,
      detail,
    };
  });
}

/** The term around the caret: from the blank before it to the blank after it; quotes keep blanks. */
export function termAt(query: string, caret: number): { from: number; to: number } {
  let from = 0;
  let quoted = false;
  for (let i = 0; i < query.length; i += 1) {
    const sign = query.charAt(i);
    if (sign === '"') quoted = !quoted;
    if (quoted || !/\s/u.test(sign)) continue;
    if (i >= caret) return { from, to: i };
    from = i + 1;
  }
  return { from, to: query.length };
}

interface Found {
  readonly term: string;
  readonly detail: string;
  /** Nothing more belongs to the term. */
  readonly closed: boolean;
}

function namesOf(terms: readonly TermName[], typed: string): Found[] {
  return terms
    .filter(({ name }) => name.startsWith(folded(typed)))
    .map(({ name, meaning }) => ({ term: `${name}:`, detail: meaning, closed: false }));
}

function valuesOf(terms: readonly TermName[], name: string, sign: string, typed: string): Found[] {
  const values = terms.find((term) => term.name === name)?.values() ?? [];
  return matching(values, typed).map((value) => found(name, sign, value));
}

/** A word alone may be a value whose term its writer does not know. */
function anyValuesOf(terms: readonly TermName[], typed: string): Found[] {
  return terms
    .filter(({ common }) => common)
    .flatMap(({ name, values }) =>
      matching(values(), typed).map((value) => found(name, ":", value)),
    );
}

function found(name: string, sign: string, { value, label }: TermValue): Found {
  return {
    term: `${name}${sign}${quotedIfNeeded(value)}`,
    detail: label === value ? "" : label,
    closed: true,
  };
}

/** Values that begin with what was typed before those that only contain it. */
function matching(values: readonly TermValue[], typed: string): TermValue[] {
  const wanted = folded(typed.replaceAll('"', ""));
  const rank = ({ value, label }: TermValue) =>
    folded(value).startsWith(wanted) || folded(label).startsWith(wanted)
      ? 0
      : folded(value).includes(wanted) || folded(label).includes(wanted)
        ? 1
        : 2;
  const ranked = values.map((value) => ({ value, rank: rank(value) }));
  return [0, 1].flatMap((wantedRank) =>
    ranked.filter((entry) => entry.rank === wantedRank).map((entry) => entry.value),
  );
}

function quotedIfNeeded(value: string): string {
  return /\s/u.test(value) ? `"${value.replaceAll('"', "")}"` : value;
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
