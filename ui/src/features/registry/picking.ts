/** Which rows of a table are picked together: by click, as a range, all that are listed. */

export interface Picked {
  readonly ids: ReadonlySet<string>;
  /** The row at which a range begins. */
  readonly from: string | null;
}

/** What a click, or a key, does with a row. */
export type PickWay = "alone" | "toggle" | "range" | "add-range";

export const NOTHING_PICKED: Picked = { ids: new Set(), from: null };

export interface Listed {
  readonly ids: readonly string[];
  /** The row that is looked at. */
  readonly chosen: string | null;
}

export function pickWay(event: {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): PickWay {
  const more = event.ctrlKey || event.metaKey;
  if (event.shiftKey) return more ? "add-range" : "range";
  return more ? "toggle" : "alone";
}

/** A row taken in or left out. The row that was looked at goes along with the first other one that a click adds. */
export function toggled({ ids }: Picked, id: string, along: string | null): Picked {
  const next = new Set(ids.size === 0 && along !== null ? [...ids, along] : ids);
  if (ids.has(id)) next.delete(id);
  else next.add(id);
  return { ids: next, from: id };
}

/** All rows between the one where the range begins and another one, alone or beside what is picked already. */
export function ranged(picked: Picked, to: string, { ids, chosen }: Listed, adds: boolean): Picked {
  const from = [picked.from, chosen, to].find((id) => id !== null && ids.includes(id)) ?? to;
  const ends = [ids.indexOf(from), ids.indexOf(to)];
  const between = ids.slice(Math.min(...ends), Math.max(...ends) + 1);
  return { ids: new Set(adds ? [...picked.ids, ...between] : between), from };
}

/** What is picked of the rows that are listed, in their order. */
export function among(picked: Picked, listed: readonly string[]): Picked {
  if (picked.ids.size === 0) return picked;
  const ids = listed.filter((id) => picked.ids.has(id));
  return { ids: new Set(ids), from: picked.from };
}
