/** A choice inside a sentence: reads as its words, opens as a list. */
import { ChevronDown } from "lucide-react";
import type { Option } from "./field";
import "./inline.css";

export interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

export interface InlineSelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (Option | OptionGroup)[];
  readonly onChange: (value: string) => void;
  /** Said where nothing is chosen; without it something always is. */
  readonly none?: string;
  readonly disabled?: boolean;
  readonly "data-testid"?: string;
}

export function InlineSelect({
  label,
  value,
  options,
  onChange,
  none,
  disabled,
  ...rest
}: InlineSelectProps) {
  const flat = options.flatMap((entry) => ("options" in entry ? entry.options : [entry]));
  const known = flat.find((option) => option.value === value);
  const shown = known?.label ?? (value || none || "");
  return (
    <span className={`inline-select ${value === "" && !known ? "is-empty" : ""}`}>
      <span className="inline-select__text" aria-hidden>
        {shown}
        <ChevronDown size={11} />
      </span>
      <select
        aria-label={label}
        title={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      >
        {none !== undefined && <option value="">{none}</option>}
        {!known && value !== "" && <option value={value}>{value}</option>}
        {options.map((entry) =>
          "options" in entry ? (
            <optgroup key={entry.label} label={entry.label}>
              {entry.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </optgroup>
          ) : (
            <option key={entry.value} value={entry.value}>
              {entry.label}
            </option>
          ),
        )}
      </select>
    </span>
  );
}
