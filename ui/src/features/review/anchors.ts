/** What a comment can be about, and how that is called. */
import { partsOf } from "../../components/code-editor/places";
import type { PickerOption } from "../../components/picker";
import { labelOf } from "../../document/labels";
import { agentOf, kindName } from "../../document/records";
import { type DocumentState, recordOf, recordsOf } from "../../document/store";
import type { ContractVersion, FieldRow, Json, RecordKey } from "../../platform";
import { phrase } from "../inspector/generated/words";

/** A record, or a place in it. */
export interface Anchor {
  readonly subject: RecordKey;
  /** JSON pointer in the record; null for all of it. */
  readonly pointer: string | null;
}

/** An anchor as a choice of a picker. */
export interface AnchorOption extends PickerOption {
  readonly anchor: Anchor;
}

export function keyOf({ kind, id }: RecordKey): string {
  return `${kind}:${id}`;
}

/** Everything in a contract version that a remark can be about: its fields, then its other parts. */
export function placesIn(
  version: ContractVersion,
  subject: RecordKey,
  fields: readonly FieldRow[],
): AnchorOption[] {
  const ofField = ({ pointer, type_words: note }: FieldRow): AnchorOption => ({
    value: pointer,
    label: `Field ${fieldName(pointer)}`,
    note,
    anchor: { subject, pointer: schemaPlace(version.payload_schema, pointer) },
  });
  const part = (pointer: string, note = ""): AnchorOption => {
    const words = placeWords(pointer);
    const label = words.charAt(0).toUpperCase() + words.slice(1);
    return { value: pointer, label, note, anchor: { subject, pointer } };
  };
  const { examples, invariants = [], sensitive = [], task_states: states = [] } = version;
  const listed = (list: "accepted" | "rejected") =>
    (examples?.[list] ?? []).map(({ name }, i) => part(`/examples/${list}/${i}`, name));
  return [
    ...fields.map(ofField),
    ...(fields.length > 0 ? [part("/payload_schema")] : []),
    ...listed("accepted"),
    ...listed("rejected"),
    ...invariants.map(({ name }, i) => part(`/invariants/${i}`, name)),
    ...(sensitive.length > 0 ? [part("/sensitive")] : []),
    ...(states.length > 0 ? [part("/task_states")] : []),
    ...(version.change_note ? [part("/change_note")] : []),
  ];
}

/** Every record of a topology as a choice; those of `first` before the others. */
export function placesOn(
  state: DocumentState,
  topology: string,
  first: ReadonlySet<string>,
): AnchorOption[] {
  const options = recordsOn(state, topology).map((subject): AnchorOption => {
    const key = keyOf(subject);
    const kind = kindName(subject.kind);
    return {
      value: key,
      label: labelOf(state, subject),
      note: first.has(key) ? `${kind}, changed` : kind,
      anchor: { subject, pointer: null },
    };
  });
  const changed = ({ value }: AnchorOption) => first.has(value);
  return [...options.filter(changed), ...options.filter((option) => !changed(option))];
}

/** Handoffs first, then agents, then what else stands on the drawing. */
export function recordsOn(state: DocumentState, topology: string): RecordKey[] {
  const handoffs: RecordKey[] = [];
  const agents = new Set<string>();
  for (const { record } of recordsOf(state, "handoff").values()) {
    if (record.topology !== topology) continue;
    handoffs.push({ kind: "handoff", id: record.id });
    agents.add(record.from);
    const to = agentOf(record.to);
    if (to !== null) agents.add(to);
  }
  for (const { record } of recordsOf(state, "placement").values())
    if (record.topology === topology && record.subject.kind === "agent")
      agents.add(record.subject.id);
  const others = (["entry", "outcome", "group", "note"] as const).flatMap((kind) =>
    [...recordsOf(state, kind).values()]
      .filter(({ record }) => record.topology === topology)
      .map(({ record }): RecordKey => ({ kind, id: record.id })),
  );
  const drawn = [...agents]
    .filter((id) => recordOf(state, "agent", id) !== undefined)
    .map((id): RecordKey => ({ kind: "agent", id }));
  return [...handoffs, ...drawn, ...others];
}

/** `/order/lines/*` is `order.lines[]`. */
export function fieldName(pointer: string): string {
  return partsOf(pointer).join(".").replaceAll(".*", "[]");
}

/** Keywords whose members are named by people. */
const NAMING: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);
/** Keywords whose members only have a number. */
const BRANCHING: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);

/** A place in a record, in words that can follow “on”: `field order.email`, `accepted example 2`. */
export function placeWords(pointer: string): string {
  const [head = "", ...rest] = partsOf(pointer);
  const [second = "", third = ""] = rest;
  switch (head) {
    case "payload_schema":
      return schemaWords(rest);
    case "examples":
      return third === "" ? "examples" : `${second} example ${Number(third) + 1}`;
    case "invariants":
      return second === "" ? "invariants" : `invariant ${Number(second) + 1}`;
    default:
      return [head, ...rest].map((part) => phrase(part).toLowerCase()).join(", ");
  }
}

function schemaWords(parts: readonly string[]): string {
  const names: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? "";
    if (NAMING.has(part) || BRANCHING.has(part)) {
      i += 1;
      if (NAMING.has(part) && parts[i] !== undefined) names.push(parts[i] ?? "");
    } else if (part === "items" || part === "additionalProperties")
      names.push(`${names.pop() ?? ""}[]`);
    else names.push(part);
  }
  return names.length === 0 ? "schema as a whole" : `field ${names.join(".")}`;
}

/** Where in a contract version the schema of a field of its payload stands: as near as its pointer leads. */
export function schemaPlace(schema: Json, field: string): string {
  let at: Place = { node: schema, path: "" };
  for (const part of partsOf(field)) {
    const next = stepInto(schema, at, part, 0);
    if (!next) break;
    at = next;
  }
  return `/payload_schema${at.path}`;
}

interface Place {
  readonly node: Json;
  readonly path: string;
}

/** References and branches are followed so far at one step. */
const DEEPEST = 16;

function stepInto(root: Json, { node, path }: Place, part: string, depth: number): Place | null {
  if (!isObject(node) || depth > DEEPEST) return null;
  const under = (keyword: string, name?: string): Place | null => {
    const held = node[keyword];
    if (name === undefined)
      return isObject(held) ? { node: held, path: `${path}/${keyword}` } : null;
    if (!isObject(held) || held[name] === undefined) return null;
    return { node: held[name], path: `${path}/${keyword}/${escaped(name)}` };
  };
  const own =
    part === "*" ? (under("items") ?? under("additionalProperties")) : under("properties", part);
  if (own) return own;
  const { $ref: reference } = node;
  const target = typeof reference === "string" ? referred(root, reference) : null;
  const found = target && stepInto(root, target, part, depth + 1);
  if (found) return found;
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const branches = node[keyword];
    if (!Array.isArray(branches)) continue;
    for (const [i, branch] of branches.entries()) {
      const place = stepInto(
        root,
        { node: branch, path: `${path}/${keyword}/${i}` },
        part,
        depth + 1,
      );
      if (place) return place;
    }
  }
  return null;
}

function referred(root: Json, reference: string): Place | null {
  if (!reference.startsWith("#/")) return null;
  const path = reference.slice(1);
  let node: Json = root;
  for (const part of partsOf(path)) node = isObject(node) ? node[part] : undefined;
  return node === undefined ? null : { node, path };
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
