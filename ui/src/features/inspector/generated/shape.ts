/** What the schema of a record says about each of its fields, as far as a form needs it. */
import type { Kind } from "../../../platform";
import { KINDS } from "./schemas";
import { CODE_TEXTS, LONG_TEXTS, phrase, SHARES, titleOf, unitOf } from "./words";

export interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface RecordSchema extends Schema {
  readonly title: string;
  readonly $defs: Readonly<Record<string, Schema>>;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly help: string;
}

export type Shape =
  | { readonly is: "text"; readonly long: boolean; readonly code: boolean }
  | {
      readonly is: "number";
      readonly integer: boolean;
      readonly least: number | undefined;
      readonly percent: boolean;
    }
  | { readonly is: "switch" }
  | { readonly is: "choice"; readonly choices: readonly Choice[] }
  | { readonly is: "date" | "instant" | "record" | "responder" | "target" | "json" | "words" }
  | { readonly is: "reference" | "references"; readonly kind: Kind }
  | { readonly is: "choices"; readonly choices: readonly Choice[] }
  | { readonly is: "rows" | "object"; readonly fields: readonly FieldShape[] };

export interface FieldShape {
  readonly name: string;
  readonly title: string;
  readonly unit: string | null;
  readonly help: string;
  readonly required: boolean;
  /** May be nothing at all, which an object without fields is not. */
  readonly nullable: boolean;
  /** What holds when it is left out. */
  readonly fallback: unknown;
  readonly shape: Shape;
}

const known = new WeakMap<RecordSchema, readonly FieldShape[]>();

/** The fields of a record, in the order of its schema. */
export function fieldsOf(schema: RecordSchema): readonly FieldShape[] {
  const before = known.get(schema);
  if (before) return before;
  const fields = fieldsIn(schema, schema);
  known.set(schema, fields);
  return fields;
}

function fieldsIn(root: RecordSchema, { properties = {}, required = [] }: Schema): FieldShape[] {
  return Object.entries(properties).map(([name, written]) => {
    const { schema, nullable } = withoutNull(written);
    const shape = shapeOf(root, name, schema);
    return {
      name,
      title: titleOf(name),
      unit: shape.is === "number" ? unitOf(name) : null,
      help: written.description ?? "",
      required: required.includes(name),
      nullable,
      fallback: written.default,
      shape,
    };
  });
}

function withoutNull(schema: Schema): { schema: Schema; nullable: boolean } {
  const other = schema.anyOf?.filter(({ type }) => type !== "null");
  const [only] = other ?? [];
  if (only && other?.length === 1) return { schema: only, nullable: true };
  if (!Array.isArray(schema.type)) return { schema, nullable: false };
  const types = schema.type.filter((type) => type !== "null");
  const [type] = types;
  return {
    schema: { ...schema, ...(type ? { type } : {}) },
    nullable: types.length < schema.type.length,
  };
}

/** Types with a way of their own to be written, by the name of their definition. */
const NAMED: Readonly<Record<string, Shape>> = {
  Date: { is: "date" },
  Json: { is: "json" },
  RecordKey: { is: "record" },
  Responder: { is: "responder" },
  Target: { is: "target" },
  Timestamp: { is: "instant" },
};

function shapeOf(root: RecordSchema, name: string, schema: Schema): Shape {
  const definition = schema.$ref?.split("/").at(-1);
  if (definition !== undefined) {
    const named = NAMED[definition];
    if (named) return named;
    const kind = kindNamedBy(definition);
    if (kind) return { is: "reference", kind };
    const target = root.$defs[definition];
    return target ? shapeOf(root, name, target) : { is: "json" };
  }
  const choices = choicesOf(schema);
  if (choices) return { is: "choice", choices };
  switch (schema.type) {
    case "string":
      return { is: "text", long: LONG_TEXTS.has(name), code: CODE_TEXTS.has(name) };
    case "boolean":
      return { is: "switch" };
    case "integer":
      return { is: "number", integer: true, least: schema.minimum, percent: false };
    case "number":
      return { is: "number", integer: false, least: schema.minimum, percent: SHARES.has(name) };
    case "object":
      return { is: "object", fields: fieldsIn(root, schema) };
    case "array":
      return listOf(shapeOf(root, name, schema.items ?? {}));
    default:
      return { is: "json" };
  }
}

function listOf(item: Shape): Shape {
  switch (item.is) {
    case "text":
      return { is: "words" };
    case "reference":
      return { is: "references", kind: item.kind };
    case "choice":
      return { is: "choices", choices: item.choices };
    case "object":
      return { is: "rows", fields: item.fields };
    default:
      return { is: "json" };
  }
}

/** A reference is typed by its definition: `EscalationPathId` names an escalation path. */
function kindNamedBy(definition: string): Kind | null {
  if (!definition.endsWith("Id")) return null;
  const word = definition
    .slice(0, -2)
    .replace(/(?<!^)([A-Z])/g, "_$1")
    .toLowerCase();
  return KINDS.find((kind) => kind === word) ?? null;
}

function choicesOf({ oneOf }: Schema): Choice[] | null {
  const words = oneOf?.map((choice) => choice.const);
  if (!oneOf || !words?.every((word) => typeof word === "string")) return null;
  return oneOf.map(({ description = "" }, i) => {
    const value = String(words[i]);
    return { value, label: phrase(value), help: description };
  });
}
