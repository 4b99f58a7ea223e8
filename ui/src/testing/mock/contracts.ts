/** Payload fields and version ranges for a registry in memory: the plain cases of what the backend answers. */
import type { ContractVersion, FieldRow, RangeMatch, StoredRecord } from "../../platform";

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
}

export function fieldsOf(record: unknown): FieldRow[] {
  const { payload_schema, sensitive = [] } = record as ContractVersion;
  const hidden = new Set(sensitive.map(({ pointer }) => pointer));
  const rows = (schema: Schema, above: string, depth: number): FieldRow[] =>
    Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
      const pointer = `${above}/${name}`;
      const row: FieldRow = {
        pointer,
        name,
        depth,
        type_words: wordsOf(field),
        required: schema.required?.includes(name) ?? false,
        nullable: [field.type].flat().includes("null"),
        sensitive: hidden.has(pointer),
        meaning: field.description ?? "",
        limits: field.maxLength ? `${field.minLength ?? 0} to ${field.maxLength} characters` : "",
      };
      const inner = field.items?.properties ? field.items : field;
      return [row, ...rows(inner, field.items ? `${pointer}/*` : pointer, depth + 1)];
    });
  return rows(payload_schema as Schema, "", 0);
}

function wordsOf({ type, enum: values, items }: Schema): string {
  if (values) return `one of ${values.length} values`;
  const names: Record<string, string> = { string: "text", boolean: "yes or no" };
  const one = [type].flat()[0] ?? "anything";
  return items ? `list of ${wordsOf(items)}` : (names[one] ?? one);
}

/** `1.2.3`, `^1.2.3`, `>=1.0.0`, `<2.0.0` and several of them with commas or spaces. */
export function matching(
  records: readonly StoredRecord[],
  contract: string,
  range: string,
): RangeMatch[] {
  const terms = range.split(/[\s,]+/u).filter(Boolean);
  return records.flatMap(({ kind, record }) => {
    const version = record as unknown as ContractVersion;
    if (kind !== "contract_version" || version.contract !== contract) return [];
    const matches = terms.every((term) => fits(version.version, term));
    return [{ version: version.version, state: version.state ?? "draft", matches }];
  });
}

function fits(version: string, term: string): boolean {
  const [, sign = "", wanted = ""] = /^(\^|>=|<|=)?(.*)$/u.exec(term) ?? [];
  const order = version.localeCompare(wanted, "en", { numeric: true });
  if (sign === ">=") return order >= 0;
  if (sign === "<") return order < 0;
  if (sign === "=") return order === 0;
  return order >= 0 && version.split(".")[0] === wanted.split(".")[0];
}
