/** The control for a field of any shape. */
import { Chips } from "../../../components/chips";
import { Select, Switch } from "../../../components/field";
import { InstantInput } from "../../../components/instant-input";
import { JsonArea } from "../../../components/json-area";
import { NumberInput } from "../../../components/number-input";
import { numberText } from "../../../components/number-text";
import { TagInput } from "../../../components/tag-input";
import { TextEntry } from "../../../components/text-entry";
import type { RecordKey, Responder, Target } from "../../../platform";
import type { Save } from "../edit";
import { ObjectInput } from "./object-input";
import {
  RecordInput,
  ReferenceInput,
  ReferencesInput,
  ResponderInput,
  TargetInput,
} from "./reference-input";
import { RowsInput } from "./rows-input";
import type { FieldShape } from "./shape";
import { usual } from "./values";

export interface InputProps {
  readonly id: string;
  readonly field: FieldShape;
  readonly value: unknown;
  readonly save: Save;
  /** The field's name with what it is part of. */
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly suggestions?: readonly string[] | undefined;
}

/** Texts of several paragraphs say so. */
export function isMarkdown({ shape, help }: FieldShape): boolean {
  return shape.is === "text" && help.includes("Markdown");
}

export function Input(props: InputProps) {
  const { id, field, value, save, label, describedBy, placeholder, suggestions } = props;
  const { shape, required, nullable } = field;
  const put = (next: unknown) => save(() => next);
  const named = { id, "aria-label": label, "aria-describedby": describedBy };
  const text = typeof value === "string" ? value : "";
  switch (shape.is) {
    case "text":
      return (
        <TextEntry
          {...named}
          value={text}
          multiline={shape.long}
          paragraphs={isMarkdown(field)}
          mono={shape.code}
          required={required}
          placeholder={placeholder}
          onCommit={put}
        />
      );
    case "number": {
      const usually = usual(field);
      return (
        <NumberInput
          {...named}
          value={typeof value === "number" ? value : null}
          integer={shape.integer}
          least={shape.least}
          percent={shape.percent}
          unit={field.unit ?? undefined}
          required={required}
          placeholder={
            placeholder ??
            (typeof usually === "number" ? numberText(usually, shape.percent) : "None")
          }
          onCommit={put}
        />
      );
    }
    case "switch":
      return (
        <Switch label={field.title} checked={value === true} onChange={(on) => void put(on)} />
      );
    case "choice":
      return (
        <Select
          id={id}
          aria-label={label}
          value={text || String(usual(field) ?? "")}
          options={shape.choices}
          {...(nullable || required ? { none: required ? "Choose" : "Not said" } : {})}
          onChange={(word) => (word !== "" || !required) && void put(word)}
        />
      );
    case "choices":
      return (
        <Chips
          aria-label={label}
          values={Array.isArray(value) ? value : []}
          options={shape.choices}
          onCommit={(words) => void put(words)}
        />
      );
    case "date":
    case "instant":
      return (
        <InstantInput {...named} what={shape.is} value={text} required={required} onCommit={put} />
      );
    case "words":
      return (
        <TagInput
          id={id}
          tags={Array.isArray(value) ? value : []}
          placeholder={placeholder ?? "Add one"}
          {...(suggestions ? { suggestions } : {})}
          onCommit={(words) => void put(words)}
        />
      );
    case "reference":
      return (
        <ReferenceInput
          {...named}
          kind={shape.kind}
          value={text}
          required={required}
          none={placeholder}
          onCommit={put}
        />
      );
    case "references":
      return (
        <ReferencesInput
          {...named}
          kind={shape.kind}
          values={Array.isArray(value) ? value : []}
          onCommit={put}
        />
      );
    case "responder":
      return (
        <ResponderInput
          {...named}
          value={value as Responder | undefined}
          required={required}
          onCommit={put}
        />
      );
    case "record":
      return <RecordInput {...named} value={value as RecordKey | undefined} onCommit={put} />;
    case "target":
      return <TargetInput {...named} value={value as Target | undefined} onCommit={put} />;
    case "json":
      return (
        <JsonArea
          {...named}
          value={value}
          required={required}
          placeholder={placeholder ?? "{}"}
          onCommit={put}
        />
      );
    case "object":
      return <ObjectInput {...props} fields={shape.fields} />;
    case "rows":
      return <RowsInput {...props} fields={shape.fields} />;
  }
}
