/** A field of the record as its schema has it, stored in the record that stands around it. */
import { createContext, type ReactNode, useContext } from "react";
import { DraftHome, useDraftPart } from "../../../components/draft-home";
import { type FieldEdit, type Fields, type Save, useEdit, useField } from "../edit";
import { FormField } from "./form-field";
import { schemaOf } from "./schemas";
import { type FieldShape, fieldsOf } from "./shape";
import { saveField } from "./values";
import { titleOf } from "./words";
import "./form.css";

/** The fields inside are shown as they are and cannot be changed. */
export const Frozen = createContext(false);

/** Everything that one field is edited with; nothing of it can be used while nothing can be changed. */
export function Editable<T>({
  edit,
  children,
}: {
  readonly edit: FieldEdit<T>;
  readonly children: ReactNode;
}) {
  const { locked } = useEdit();
  const frozen = useContext(Frozen);
  const part = useDraftPart(edit.name, titleOf(edit.name));
  return (
    <fieldset role="presentation" className="editable" disabled={locked || frozen} {...edit.watch}>
      <DraftHome value={part}>{children}</DraftHome>
    </fieldset>
  );
}

export interface AutoFieldProps {
  /** For example `purpose`, or `role.scope.text` for what stands deeper. */
  readonly name: string;
  readonly title?: string;
  readonly placeholder?: string;
  /** The name stands above the control, however short both are. */
  readonly above?: boolean;
  /** The name is only heard: the section above says it already. */
  readonly bare?: boolean;
  readonly suggestions?: readonly string[];
  /** A control of its own instead of the generated one. */
  readonly children?: (control: ControlProps) => ReactNode;
}

export interface ControlProps {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly value: unknown;
  readonly save: Save;
}

export function AutoField({ name, children, ...rest }: AutoFieldProps) {
  const { subject } = useEdit();
  const path = name.split(".");
  const [top = name] = path;
  const edit = useField(top);
  const way = wayTo(fieldsOf(schemaOf(subject.kind)), path);
  const field = way.at(-1);
  if (!field) throw new Error(`${subject.kind} has no field ${name}`);
  const value = way
    .slice(1)
    .reduce<unknown>((object, part) => (object as Fields | undefined)?.[part.name], edit.value);
  // The last one is stored by the form field, which knows what is left out.
  const holder = way
    .slice(0, -1)
    .reduce<Save>(
      (save, part, i) => (i === 0 ? topSave(save, part) : saveField(save, part)),
      edit.save,
    );
  const save = way.length === 1 ? edit.save : saveField(holder, field);
  return (
    <Editable edit={edit}>
      <FormField
        {...rest}
        field={field}
        value={value}
        save={save}
        refusal={edit.refusal}
        {...(children && {
          children: (id: string, describedBy: string | undefined) =>
            children({ id, describedBy, value, save }),
        })}
      />
    </Editable>
  );
}

/** All fields of the record but those that stand elsewhere. */
export function AutoFields({ except = [] }: { readonly except?: readonly string[] }) {
  const { subject } = useEdit();
  return fieldsOf(schemaOf(subject.kind))
    .filter(({ name }) => name !== "id" && !except.includes(name))
    .map(({ name }) => <AutoField key={name} name={name} />);
}

function wayTo(fields: readonly FieldShape[], [name, ...deeper]: readonly string[]): FieldShape[] {
  const field = fields.find((other) => other.name === name);
  if (!field) return [];
  if (deeper.length === 0) return [field];
  const inner = field.shape.is === "object" ? wayTo(field.shape.fields, deeper) : [];
  return inner.length > 0 ? [field, ...inner] : [];
}

/** The record's own field is left out once nothing stands in it. */
function topSave(save: Save, { nullable }: FieldShape): Save {
  return (update) =>
    save((before) => {
      const next = update(before);
      const empty = typeof next === "object" && next !== null && Object.keys(next).length === 0;
      return empty && !nullable ? undefined : next;
    });
}
