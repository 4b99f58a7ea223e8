/** A record that its schema describes well enough: every field, in the schema's order. */
import { labelOf } from "../../../document/labels";
import { useDocument } from "../../../document/store";
import type { Kind } from "../../../platform";
import { type Fields, useEdit } from "../edit";
import { FindingsOf } from "../findings-of";
import { AutoField, AutoFields } from "../generated/auto-field";
import { schemaOf } from "../generated/schemas";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { Section } from "../section";
import { RecordLink } from "./record-link";

/** Kinds whose words stand above everything else. */
const WORDS: Partial<Record<Kind, string>> = { comment: "text", note: "text", notice: "text" };

/** These belong to the drawing that they stand on, for good. */
const DRAWN: ReadonlySet<Kind> = new Set(["entry", "outcome", "note", "placement"]);

export function PlainInspector({ id, onClose }: InspectorProps) {
  const { subject, record } = useEdit();
  const { kind } = subject;
  const named = schemaOf(kind).properties?.name !== undefined;
  const words = WORDS[kind];
  const drawn = DRAWN.has(kind);
  const elsewhere = ["name", ...(words ? [words] : []), ...(drawn ? ["topology"] : [])];
  return (
    <>
      <RecordHead onClose={onClose}>
        {named ? <RecordTitle /> : !words && <Words id={id} kind={kind} />}
      </RecordHead>
      <FindingsOf />
      {words && (
        <div className="words">
          <AutoField name={words} title="Text" above />
        </div>
      )}
      {drawn && <DrawnOn record={record} />}
      {kind !== "note" && (
        <Section title="Fields" name={`${kind}.fields`}>
          <AutoFields except={elsewhere} />
        </Section>
      )}
    </>
  );
}

function Words({ kind, id }: { readonly kind: Kind; readonly id: string }) {
  const label = useDocument((state) => labelOf(state, { kind, id }));
  return (
    <p className="inspector__route" dir="auto">
      {label}
    </p>
  );
}

function DrawnOn({ record }: { readonly record: Fields }) {
  return (
    <p className="drawn-on">
      On <RecordLink subject={{ kind: "topology", id: String(record.topology) }} />
    </p>
  );
}
