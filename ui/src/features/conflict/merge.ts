/** Two values of one record, compared by their top fields. */

export type Side = "yours" | "theirs";

/** The fields in which they differ, in order of first appearance. */
export function differing(yours: unknown, theirs: unknown): string[] {
  const a = fieldsOf(yours);
  const b = fieldsOf(theirs);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]),
  );
}

/** Their record with the fields that `side` gives to yours. */
export function merged(
  yours: unknown,
  theirs: unknown,
  side: (field: string) => Side,
): Record<string, unknown> {
  const mine = fieldsOf(yours);
  const result = { ...fieldsOf(theirs) };
  for (const field of differing(yours, theirs)) {
    if (side(field) === "theirs") continue;
    if (field in mine) result[field] = mine[field];
    else delete result[field];
  }
  return result;
}

/** A field as people read it. */
export function valueText(record: unknown, field: string): string {
  const value = fieldsOf(record)[field];
  if (value === undefined || value === null || value === "") return "not set";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((item) => typeof item !== "object"))
    return value.length === 0 ? "none" : value.join(", ");
  return typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
