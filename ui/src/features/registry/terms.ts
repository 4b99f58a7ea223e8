/** The terms that a query is offered: the few that look further than one field, and the fields of the kind by its schema. */
import { useMemo } from "react";
import { type DocumentState, nameOf, recordsOf, useDocument } from "../../document/store";
import type { Kind } from "../../platform";
import { schemaOf } from "../inspector/generated/schemas";
import { fieldsOf, type Shape } from "../inspector/generated/shape";
import type { TermName, TermValue } from "./completion";

/** Fields that a term of their own looks into, and those that every record has. */
const COVERED = new Set(["id", "name", "team", "owners", "capabilities", "topology"]);

export function useTerms(kind: Kind): readonly TermName[] {
  const records = useDocument((state) => state.records);
  const findings = useDocument((state) => state.findings);
  // biome-ignore lint/correctness/useExhaustiveDependencies: both stand for the state they are part of.
  return useMemo(() => termsOf(kind, useDocument.getState()), [kind, records, findings]);
}

export function termsOf(kind: Kind, state: DocumentState): readonly TermName[] {
  const fields = fieldsOf(schemaOf(kind));
  const filled = () =>
    ["owner", "finding", ...fields.map(({ name }) => name)]
      .filter((name) => name !== "id" && name !== "name")
      .map(plain);
  return [
    common("owner", "The team that owns it", () => named(state, "team")),
    common("tag", "A capability tag", () => tagsOf(state)),
    common("finding", "What the rules found about it", () => rulesOf(state)),
    common("topology", "Where it is drawn", () => named(state, "topology")),
    common("uses", "A contract that it uses", () => named(state, "contract")),
    { name: "has", meaning: "What is filled in", common: false, values: filled },
    { name: "no", meaning: "What is missing", common: false, values: filled },
    { name: "text", meaning: "Words anywhere in it", common: false, values: () => [] },
    ...fields
      .filter(({ name }) => !COVERED.has(name))
      .map(({ name, title, shape }) => ({
        name,
        meaning: title,
        common: false,
        values: once(() => valuesOf(shape, state)),
      })),
  ];
}

function common(name: string, meaning: string, values: () => readonly TermValue[]): TermName {
  return { name, meaning, common: true, values: once(values) };
}

function valuesOf(shape: Shape, state: DocumentState): readonly TermValue[] {
  switch (shape.is) {
    case "choice":
    case "choices":
      return shape.choices;
    case "switch":
      return ["true", "false"].map(plain);
    case "reference":
    case "references":
      return named(state, shape.kind);
    default:
      return [];
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const BY_LABEL = new Intl.Collator("en", { numeric: true });

function named(state: DocumentState, kind: Kind): TermValue[] {
  return [...(state.records.get(kind)?.keys() ?? [])]
    .map((id) => ({ value: id, label: nameOf(state, kind, id) }))
    .sort((a, b) => BY_LABEL.compare(a.label, b.label));
}

function tagsOf(state: DocumentState): TermValue[] {
  const tags = new Set<string>();
  for (const { record } of recordsOf(state, "capability").values()) tags.add(record.tag);
  for (const { record } of recordsOf(state, "agent").values())
    for (const tag of record.capabilities ?? []) tags.add(tag);
  return [...tags].sort().map(plain);
}

function rulesOf({ findings }: DocumentState): TermValue[] {
  const rules = new Map(findings.map(({ code, name }) => [code, name.replaceAll("-", " ")]));
  return [
    ...["any", "error", "warning", "advice"].map(plain),
    ...[...rules].sort().map(([value, label]) => ({ value, label })),
  ];
}

function plain(word: string): TermValue {
  return { value: word, label: word };
}
