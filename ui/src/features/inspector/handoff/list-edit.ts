/** Lists of small parts: what changing, adding or taking one away makes of them. */

export function replacedAt<T>(list: readonly T[], index: number, item: T): T[] {
  return list.map((other, i) => (i === index ? item : other));
}

export function withoutAt<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, i) => i !== index);
}
