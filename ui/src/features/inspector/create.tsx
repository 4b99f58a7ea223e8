/** A record that does not exist yet: its name, its id made from it, and what it cannot be without. */
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { DraftHome } from "../../components/draft-home";
import { FieldError } from "../../components/field-error";
import { attempt } from "../../document/commit";
import type { Draft } from "../../document/drafts";
import { useLock } from "../../document/lock";
import { kindName } from "../../document/records";
import { type DocumentState, useDocument } from "../../document/store";
import type { Kind } from "../../platform";
import { session } from "../../session/store";
import type { Fields, Save } from "./edit";
import { FormField, stillNeeded } from "./generated/form-field";
import { schemaOf } from "./generated/schemas";
import { type FieldShape, fieldsOf } from "./generated/shape";
import { missing, saveField } from "./generated/values";
import { useKeptForm } from "./record/kept-form";
import { idFor } from "./record/new-id";
import { openRecord } from "./record/open";
import { RulePicker } from "./record/rule";
import "./record.css";
import "./inspector.css";

export interface CreatePanelProps {
  readonly kind: Kind;
  /** What is known of it already. */
  readonly given?: Fields | undefined;
  /** What an earlier page kept of it: what was being typed, and under which name. */
  readonly typing?: Readonly<Record<string, string>> | undefined;
  readonly kept?: string | undefined;
}

const NEEDED = ["It is needed."];
const NOTHING_TYPED: Readonly<Record<string, string>> = {};

export function CreatePanel({ kind, given = {}, typing = NOTHING_TYPED, kept }: CreatePanelProps) {
  const locked = useLock() !== null;
  const fields = useMemo(() => neededFields(kind), [kind]);
  const [value, setValue] = useState<Fields>(() => startOf(useDocument.getState(), fields, given));
  const [refusal, setRefusal] = useState<readonly string[] | null>(null);
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const latest = useRef(value);
  const home = useKeptForm({ kind, value, typing, kept });
  const id = useDocument((state) => idFor(state, kind, value));
  const save: Save = async (update) => {
    latest.current = update(latest.current) as Fields;
    setValue(latest.current);
    setRefusal(null);
    return true;
  };
  const what = kindName(kind).toLowerCase();
  const needed = stillNeeded(fields, value);
  const create = async () => {
    const record = latest.current;
    const [first] = missing(fields, record);
    if (first) {
      setAsked(true);
      focusField(form.current, first.name);
      return;
    }
    const made = idFor(useDocument.getState(), kind, record);
    const draft: Draft = { op: "put", kind, id: made, record: { ...record, id: made } };
    const error = await attempt([draft]);
    if (error) setRefusal([error.message, ...error.hints]);
    else {
      session.closeDock();
      openRecord({ kind, id: made });
    }
  };
  // Whoever has asked for the form is about to fill it in.
  useEffect(() => focusField(form.current, null), []);
  return (
    <DockPanel
      title={`New ${what}`}
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            disabled={locked}
            data-testid="create-apply"
            onClick={() => void create()}
          >
            Create
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className="create"
        aria-label={`New ${what}`}
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          const { target } = event;
          const line = target instanceof HTMLInputElement && target.getAttribute("role") === null;
          if (event.key === "Enter" && line && !event.nativeEvent.isComposing) void create();
        }}
      >
        <DraftHome value={home}>
          {fields.map((field) => (
            <FormField
              key={field.name}
              above
              field={field}
              value={value[field.name]}
              refusal={asked && missing([field], value).length > 0 ? NEEDED : null}
              save={saveField(save, field)}
            >
              {field.name === "code" && field.shape.is === "text"
                ? (control, describedBy) => (
                    <RulePicker
                      id={control}
                      aria-describedby={describedBy}
                      value={String(value.code ?? "")}
                      onCommit={(code) => saveField(save, field)(() => code)}
                    />
                  )
                : undefined}
            </FormField>
          ))}
        </DraftHome>
        <p className="inspector__hint" aria-live="polite">
          {needed ?? (
            <>
              Its id will be <code className="selectable">{id}</code>; it never changes.
            </>
          )}
        </p>
        <FieldError>{refusal}</FieldError>
      </form>
    </DockPanel>
  );
}

/** The control of a field, or the first of all. */
function focusField(form: HTMLElement | null, name: string | null): void {
  const all = [...(form?.querySelectorAll<HTMLElement>("[data-field]") ?? [])];
  const field = name === null ? form : all.find(({ dataset }) => dataset.field === name);
  field?.querySelector<HTMLElement>("input, textarea, select, button")?.focus();
}

/** Beside what the schema asks for: what people expect to be asked. */
const ASKED: Partial<Record<Kind, readonly string[]>> = {
  agent: ["kind", "team"],
  capability: ["meaning"],
  contract: ["team"],
  entry: ["channel"],
  memory: ["kind", "team"],
  note: ["text"],
  rule_setting: ["severity"],
  topology: ["team"],
};

function neededFields(kind: Kind): readonly FieldShape[] {
  const asked = ASKED[kind] ?? [];
  const fields = fieldsOf(schemaOf(kind)).filter(
    ({ name, required }) => name !== "id" && (required || asked.includes(name)),
  );
  if (kind !== "memory") return fields;
  return [nameOfUnnamed(kind), ...fields];
}

/** A kind without a name of its own is called by its id. */
function nameOfUnnamed(kind: Kind): FieldShape {
  const id = fieldsOf(schemaOf(kind)).find(({ name }) => name === "id");
  if (!id) throw new Error(`${kind} has no id`);
  return { ...id, title: "Name", shape: { is: "text", long: false, code: true } };
}

/** The open topology, where one is asked for; the registry's revision for what names one. */
function startOf(state: DocumentState, fields: readonly FieldShape[], given: Fields): Fields {
  const { topology } = session.get();
  const asks = (name: string) => fields.some((field) => field.name === name && field.required);
  return {
    ...(topology !== null && asks("topology") ? { topology } : {}),
    ...(asks("revision") ? { revision: state.revision } : {}),
    ...(asks("at") ? { at: new Date().toISOString() } : {}),
    ...given,
  };
}
