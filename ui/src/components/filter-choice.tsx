/** A small choice over a list: how it is divided, ordered or narrowed. */
import { ChevronDown } from "lucide-react";

export interface FilterChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly values: readonly T[];
  readonly nameOf: (value: T) => string;
  readonly onChange: (value: T) => void;
  readonly "data-testid"?: string;
}

export function FilterChoice<T extends string>(props: FilterChoiceProps<T>) {
  const { label, value, values, nameOf, onChange, ...rest } = props;
  return (
    <span className="filter-choice" title={label}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => {
          const chosen = values.find((each) => each === event.target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
        {...rest}
      >
        {values.map((each) => (
          <option key={each} value={each}>
            {nameOf(each)}
          </option>
        ))}
      </select>
      <ChevronDown size={12} aria-hidden />
    </span>
  );
}
