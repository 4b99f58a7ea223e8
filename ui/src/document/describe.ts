/** A change as people read it: field by field, before and after. */
import type { RecordChange } from "../platform";
import { kindName } from "./records";

export interface FieldChange {
  /** For example `policy.timeout_ms`. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface DescribedChange {
  readonly title: string;
  readonly what: "created" | "changed" | "deleted";
  readonly fields: readonly FieldChange[];
}

export function describeChange(change: RecordChange): DescribedChange {
  const what = change.before === null ? "created" : change.after === null ? "deleted" : "changed";
  const name = nameIn(change.after) ?? nameIn(change.before) ?? change.id;
  return {
    title: `${kindName(change.kind)} ${name}`,
    what,
    fields: fieldChanges(change.before, change.after),
  };
}

/** A whole diff in a line. */
export function changeWords(changes: readonly RecordChange[]): string {
  const [first] = changes;
  if (!first) return "Nothing changed";
  const { title, what } = describeChange(first);
  if (changes.length === 1) return `${title} ${what}`;
  return `${title} ${what}, and ${changes.length - 1} more ${changes.length === 2 ? "record" : "records"}`;
}

/** Leaves that differ, in order of first appearance; ids are told by the title. */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const old = leaves(before);
  const now = leaves(after);
  const fields = new Set([...old.keys(), ...now.keys()]);
  fields.delete("id");
  return [...fields]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((change) => change.before !== change.after)
    .filter(({ field }) => !isWithin(old, field) && !isWithin(now, field));
}

/** Whether a field holds others: what becomes of those is told then. */
function isWithin(known: ReadonlyMap<string, string>, field: string): boolean {
  for (const other of known.keys()) if (other.startsWith(`${field}.`)) return true;
  return false;
}

/** What an object says that is there and leaves everything to its defaults. */
const BARE = "with its defaults";

function leaves(value: unknown, path = "", out = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return out;
  if (Array.isArray(value)) {
    const plain = value.every((item) => typeof item !== "object" || item === null);
    if (plain) out.set(path, value.map(String).join(", "));
    else for (const [i, item] of value.entries()) leaves(item, `${path}[${i + 1}]`, out);
    return out;
  }
  if (typeof value === "object") {
    const fields = Object.entries(value);
    if (fields.length === 0 && path !== "") out.set(path, BARE);
    for (const [key, item] of fields) leaves(item, path ? `${path}.${key}` : key, out);
    return out;
  }
  out.set(path, typeof value === "boolean" ? (value ? "yes" : "no") : String(value));
  return out;
}

function nameIn(record: unknown): string | null {
  if (typeof record !== "object" || record === null || !("name" in record)) return null;
  return typeof record.name === "string" ? record.name : null;
}
