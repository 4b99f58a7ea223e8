/** An object inside a record; one that may be missing as a whole is added and taken away. */
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../components/button";
import { FieldsOfObject } from "./form-field";
import type { InputProps } from "./input";
import { NewObject } from "./new-object";
import type { FieldShape } from "./shape";

export interface ObjectInputProps extends InputProps {
  readonly fields: readonly FieldShape[];
}

export function ObjectInput({ field, fields, value, save, label }: ObjectInputProps) {
  const [adding, setAdding] = useState(false);
  const present = value !== undefined && value !== null;
  if (!field.nullable)
    return (
      <div className="object">
        <FieldsOfObject fields={fields} value={value} within={label} save={save} />
      </div>
    );
  if (present)
    return (
      <div className="object">
        <FieldsOfObject fields={fields} value={value} within={label} save={save} />
        <Button look="quiet" icon={X} onClick={() => void save(() => undefined)}>
          Take away
        </Button>
      </div>
    );
  if (adding)
    return (
      <NewObject
        label={label}
        fields={fields}
        onCancel={() => setAdding(false)}
        onDone={async (next) => {
          const done = await save(() => next);
          if (done) setAdding(false);
          return done;
        }}
      />
    );
  const needs = fields.some(({ required }) => required);
  return (
    <Button
      look="quiet"
      icon={Plus}
      aria-label={`Add ${label}`}
      onClick={() => (needs ? setAdding(true) : void save(() => ({})))}
    >
      Add
    </Button>
  );
}
