/** The order of names: letters without their marks and cases, numbers by their value. Made for thousands of them. */

const DIGITS = 12;
const KEPT = 50_000;
const keys = new Map<string, string>();

/** A text whose plain order is that of the names; the same name is worked out once. */
export function orderKey(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[0-9]+/g, (number) => number.padStart(DIGITS, "0"));
  if (keys.size >= KEPT) keys.clear();
  keys.set(name, key);
  return key;
}

export function compareNames(a: string, b: string): number {
  const x = orderKey(a);
  const y = orderKey(b);
  return x < y ? -1 : x > y ? 1 : 0;
}
