/** Values of fields: what is left out because it is the usual, and what still has to be said. */
import type { Fields, Save } from "../edit";
import type { FieldShape, Shape } from "./shape";

/** The value as it is stored: undefined where leaving the field out says the same. */
export function stored(field: FieldShape, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (field.required) return value;
  if (value === "" || value === usual(field)) return undefined;
  if (Array.isArray(value) && value.length === 0) return undefined;
  const empty = field.shape.is === "object" && Object.keys(value).length === 0;
  return empty && !field.nullable ? undefined : value;
}

/** What holds where nothing is said; undefined where that is nothing. */
export function usual({ fallback, nullable, required, shape }: FieldShape): unknown {
  if (fallback !== undefined) return fallback;
  if (nullable || required) return undefined;
  if (shape.is === "switch") return false;
  if (shape.is === "number") return 0;
  if (shape.is !== "choice") return undefined;
  // A closed list that names no usual word has one for what nobody has said, or begins with it.
  return (shape.choices.find(({ value }) => value === "unknown") ?? shape.choices[0])?.value;
}

/** The fields with one of them replaced; undefined leaves it out. */
export function withField(fields: unknown, name: string, value: unknown): Fields {
  const next = { ...(fields as Fields | undefined) };
  if (value === undefined) delete next[name];
  else next[name] = value;
  return next;
}

/** How one field of an object is stored, by the way in which the object is. */
export function saveField(save: Save, field: FieldShape): Save {
  return (update) =>
    save((before) => {
      const fields = before as Fields | undefined;
      return withField(fields, field.name, stored(field, update(fields?.[field.name])));
    });
}

/** The fields without which the object cannot be stored and which have no value yet. */
export function missing(fields: readonly FieldShape[], value: unknown): FieldShape[] {
  const object = (value ?? {}) as Fields;
  return fields.filter(({ name, required }) => {
    const held = object[name];
    return required && (held === undefined || held === null || held === "");
  });
}

/** What an object is told from its neighbours by: its first text, number or reference. */
export function summaryOf(fields: readonly FieldShape[], value: unknown): string {
  const object = (value ?? {}) as Fields;
  for (const { name, shape } of fields) {
    const held = object[name];
    if (SAYS.has(shape.is) && (typeof held === "string" || typeof held === "number"))
      return String(held);
  }
  return "";
}

const SAYS: ReadonlySet<Shape["is"]> = new Set([
  "text",
  "number",
  "choice",
  "reference",
  "date",
  "instant",
]);
