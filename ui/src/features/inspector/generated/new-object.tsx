/** An object that is written before it is stored: it is kept here until nothing that it needs is missing. */
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../components/button";
import type { Fields, Save } from "../edit";
import { FieldsOfObject, stillNeeded } from "./form-field";
import type { FieldShape } from "./shape";

export interface NewObjectProps {
  readonly label: string;
  readonly fields: readonly FieldShape[];
  readonly onDone: (value: Fields) => Promise<boolean>;
  readonly onCancel: () => void;
}

export function NewObject({ label, fields, onDone, onCancel }: NewObjectProps) {
  const [value, setValue] = useState<Fields>({});
  const latest = useRef(value);
  const box = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
  }, []);
  const save: Save = async (update) => {
    latest.current = update(latest.current) as Fields;
    setValue(latest.current);
    return true;
  };
  const needed = stillNeeded(fields, value);
  const finish = () => {
    if (stillNeeded(fields, latest.current) === null) void onDone(latest.current);
  };
  return (
    <fieldset
      ref={box}
      className="new-object"
      aria-label={label}
      onKeyDown={(event) => {
        const { target } = event;
        const line = target instanceof HTMLInputElement && target.getAttribute("role") === null;
        if (event.key === "Enter" && line && !event.nativeEvent.isComposing) finish();
      }}
    >
      <FieldsOfObject fields={fields} value={value} within={label} save={save} />
      <div className="new-object__foot">
        <span className="inspector__hint" aria-live="polite">
          {needed}
        </span>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button look="primary" data-testid="new-add" onClick={finish}>
          Add
        </Button>
      </div>
    </fieldset>
  );
}
