/** A field with its name: beside the control where both are short, above it otherwise. */
import { type ReactNode, useId } from "react";
import { DraftHome, useDraftPart } from "../../../components/draft-home";
import { FieldError } from "../../../components/field-error";
import type { Save } from "../edit";
import { Input, isMarkdown } from "./input";
import type { FieldShape, Shape } from "./shape";
import { missing, saveField, stored } from "./values";
import "./form.css";

/** These need the whole width. */
const WIDE: ReadonlySet<Shape["is"]> = new Set(["rows", "object", "json", "choices"]);
/** These may grow, so that their name stands at their first line. */
const TALL: ReadonlySet<Shape["is"]> = new Set(["words", "references", "record"]);

/** Shorter words say little beside the name: they are a hint, and are shown nowhere else. */
const TELLING = 40;

export interface FormFieldProps {
  readonly field: FieldShape;
  readonly value: unknown;
  readonly save: Save;
  /** What the field is part of, for those who hear its name alone. */
  readonly within?: string | undefined;
  /** The name stands above the control, however short both are. */
  readonly above?: boolean;
  /** The name is only heard: what stands above says it already. */
  readonly bare?: boolean;
  readonly title?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly suggestions?: readonly string[] | undefined;
  readonly refusal?: readonly string[] | null;
  /** A control of its own instead of the generated one. */
  readonly children?: ((id: string, describedBy: string | undefined) => ReactNode) | undefined;
}

export function FormField({
  field,
  value,
  save,
  within,
  above = false,
  bare = false,
  title = field.title,
  refusal = null,
  children,
  ...input
}: FormFieldProps) {
  const id = useId();
  const { shape, help, name } = field;
  const part = useDraftPart(name, title);
  const describedBy = help ? `${id}-help` : undefined;
  const label = within ? `${title}, ${within}` : title;
  const put: Save = (update) => save((before) => stored(field, update(before)));
  const control = (
    <DraftHome value={part}>
      {children ? (
        children(id, describedBy)
      ) : (
        <Input
          {...input}
          id={id}
          field={{ ...field, title }}
          value={value}
          save={put}
          label={label}
          describedBy={describedBy}
        />
      )}
    </DraftHome>
  );
  const words = describedBy && (
    <span
      className={`form-field__help ${help.length > TELLING ? "form-field__help--telling" : ""}`}
      id={describedBy}
    >
      {help}
    </span>
  );
  if (shape.is === "switch" && !children)
    return (
      <div className="form-field form-field--switch" data-field={name} title={help}>
        {control}
        {words}
        <FieldError>{refusal}</FieldError>
      </div>
    );
  const wide = above || bare || WIDE.has(shape.is) || isMarkdown(field);
  const tall = TALL.has(shape.is) || (shape.is === "text" && shape.long);
  const grouped = shape.is === "choices" || shape.is === "rows" || shape.is === "object";
  const Name = grouped ? "span" : "label";
  return (
    <div
      className={`form-field ${wide ? "form-field--above" : "field field--row"} ${tall && !wide ? "field--top" : ""}`}
      data-field={name}
    >
      <Name
        className={bare ? "visually-hidden" : "field__label"}
        title={help}
        {...(grouped ? {} : { htmlFor: id })}
      >
        {title}
        {field.required && (
          <span className="form-field__required" title="Required" aria-hidden>
            *
          </span>
        )}
      </Name>
      <div className="form-field__control">
        {control}
        {words}
        <FieldError>{refusal}</FieldError>
      </div>
    </div>
  );
}

export interface FieldsOfObjectProps {
  readonly fields: readonly FieldShape[];
  readonly value: unknown;
  readonly save: Save;
  readonly within: string;
}

/** All fields of an object, each stored on its own. */
export function FieldsOfObject({ fields, value, save, within }: FieldsOfObjectProps) {
  const object = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    <div className="row-fields">
      {fields.map((field) => (
        <FormField
          key={field.name}
          above
          field={field}
          value={object[field.name]}
          within={within}
          save={saveField(save, field)}
        />
      ))}
    </div>
  );
}

/** For example "Still needed: name, payload.", or nothing. */
export function stillNeeded(fields: readonly FieldShape[], value: unknown): string | null {
  const names = missing(fields, value).map(({ title }) => title.toLowerCase());
  return names.length === 0 ? null : `Still needed: ${names.join(", ")}.`;
}
