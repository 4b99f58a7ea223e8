/** What several records have in common. */

/** The value that stands for "they differ" in choices; no record can hold it. */
export const MIXED = "\u0000";

export type Shared<T> = { readonly mixed: false; readonly value: T } | { readonly mixed: true };

/** The value of all, or that they differ. Values are compared by what they hold. */
export function sharedOf<R, T>(records: readonly R[], read: (record: R) => T): Shared<T> {
  const [first, ...others] = records.map(read);
  const text = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === text)
    ? { mixed: false, value: first as T }
    : { mixed: true };
}

export interface Count {
  readonly value: string;
  /** How many of the records have it. */
  readonly count: number;
}

/** The members of the records' lists, those of the most records first. */
export function membersOf<R>(
  records: readonly R[],
  read: (record: R) => readonly string[] | undefined,
): Count[] {
  const counts = new Map<string, number>();
  for (const record of records)
    for (const value of new Set(read(record) ?? []))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
}

export function withMember(list: readonly string[] | undefined, value: string): string[] {
  return list?.includes(value) ? [...list] : [...(list ?? []), value];
}

/** An empty list is the same as none. */
export function withoutMember(list: readonly string[] | undefined, value: string): string[] | null {
  const left = (list ?? []).filter((other) => other !== value);
  return left.length > 0 ? left : null;
}
