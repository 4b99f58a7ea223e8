/** The kinds of exports as they are listed: by family, and those that are searched for. */
import type { ExportKindInfo } from "../../platform";

export interface Family {
  readonly name: string;
  readonly kinds: readonly ExportKindInfo[];
}

/** Families in the order in which the backend lists their kinds. */
export function familiesOf(known: readonly ExportKindInfo[]): readonly Family[] {
  const families = new Map<string, ExportKindInfo[]>();
  for (const kind of known) families.set(kind.family, [...(families.get(kind.family) ?? []), kind]);
  return [...families].map(([name, kinds]) => ({ name, kinds }));
}

/** Whether every word of a search occurs in what is said of a kind. */
export function isMeant({ id, title, about, family }: ExportKindInfo, search: string): boolean {
  const said = `${id} ${title} ${about} ${family}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

/** The kinds with some of them ticked or not, in the order of the list. */
export function ticked(
  known: readonly ExportKindInfo[],
  chosen: readonly string[],
  change: readonly ExportKindInfo[],
  on: boolean,
): string[] {
  const changed = new Set(change.map(({ id }) => id));
  return known.map(({ id }) => id).filter((id) => (changed.has(id) ? on : chosen.includes(id)));
}
