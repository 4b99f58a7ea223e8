/** A list of records in order, with a choice to add one. */
import { X } from "lucide-react";
import type { Option } from "../../components/field";
import { Select } from "../../components/field";

export interface NameListProps {
  readonly id: string;
  readonly values: readonly string[];
  readonly options: readonly Option[];
  readonly add: string;
  readonly onCommit: (values: string[]) => void;
}

export function NameList({ id, values, options, add, onCommit }: NameListProps) {
  const name = (value: string) => options.find((option) => option.value === value)?.label ?? value;
  return (
    <div className="name-list">
      {values.map((value, i) => (
        <span key={value} className="tag">
          <span>
            {values.length > 1 && `${i + 1}. `}
            {name(value)}
          </span>
          <button
            type="button"
            aria-label={`Remove ${name(value)}`}
            onClick={() => onCommit(values.filter((other) => other !== value))}
          >
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <Select
        id={id}
        value=""
        none={add}
        options={options.filter(({ value }) => !values.includes(value))}
        onChange={(value) => value && onCommit([...values, value])}
      />
    </div>
  );
}
