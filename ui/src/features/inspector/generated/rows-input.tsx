/** A list of objects: rows that are added, removed and put in order. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../components/button";
import { SortList } from "../../../components/sort-list";
import { FieldsOfObject } from "./form-field";
import type { InputProps } from "./input";
import { NewObject } from "./new-object";
import type { FieldShape } from "./shape";
import { summaryOf } from "./values";

export interface RowsInputProps extends InputProps {
  readonly fields: readonly FieldShape[];
}

export function RowsInput({ field, fields, value, save, label }: RowsInputProps) {
  const [adding, setAdding] = useState(false);
  const rows = rowsOf(value);
  const nameOf = (row: unknown, i: number) => summaryOf(fields, row) || `${label} ${i + 1}`;
  return (
    <div className="object-rows">
      <SortList
        label={label}
        items={rows.map((row, i) => ({
          key: String(i),
          name: nameOf(row, i),
          content: (
            <FieldsOfObject
              fields={fields}
              value={row}
              within={nameOf(row, i)}
              save={(update) =>
                save((before) =>
                  rowsOf(before).map((other, at) => (at === i ? update(other) : other)),
                )
              }
            />
          ),
        }))}
        onMove={(order) => void save((before) => order.map((key) => rowsOf(before)[Number(key)]))}
        onRemove={(key) =>
          void save((before) => rowsOf(before).filter((_, i) => i !== Number(key)))
        }
      />
      {adding ? (
        <NewObject
          label={`New: ${label}`}
          fields={fields}
          onCancel={() => setAdding(false)}
          onDone={async (row) => {
            const done = await save((before) => [...rowsOf(before), row]);
            if (done) setAdding(false);
            return done;
          }}
        />
      ) : (
        <Button
          look="quiet"
          icon={Plus}
          className="add"
          aria-label={`Add to ${label}`}
          data-testid={`add-${field.name}`}
          onClick={() => setAdding(true)}
        >
          Add
        </Button>
      )}
    </div>
  );
}

function rowsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
