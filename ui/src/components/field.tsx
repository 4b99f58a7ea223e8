import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useGrowing } from "./growing";

export interface FieldProps {
  readonly label: string;
  readonly children: (id: string) => ReactNode;
  /** The label stands beside the first line of a tall control. */
  readonly tall?: boolean;
  /** What findings call it, to lead there. */
  readonly name?: string;
}

export function Field({ label, children, tall = false, name }: FieldProps) {
  const id = useId();
  return (
    <div className={`field field--row ${tall ? "field--top" : ""}`} data-field={name}>
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {children(id)}
    </div>
  );
}

export interface TextInputProps {
  readonly id?: string;
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly placeholder?: string;
  readonly multiline?: boolean;
  readonly numeric?: boolean;
  /** An empty value is given up instead of committed. */
  readonly required?: boolean;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly "data-testid"?: string;
  readonly "aria-label"?: string;
}

/** Text that is committed on blur and Enter, and given up on Escape. */
export function TextInput({
  value,
  onCommit,
  multiline = false,
  numeric = false,
  required = false,
  className = "",
  ...rest
}: TextInputProps) {
  const [text, setText] = useState(value);
  const givenUp = useRef(false);
  useEffect(() => setText(value), [value]);

  const area = useRef<HTMLTextAreaElement>(null);
  useGrowing(area, text);

  const finish = () => {
    const next = text.trim();
    if (givenUp.current || next === value || (required && next === "")) setText(value);
    else onCommit(next);
    givenUp.current = false;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    if (event.key === "Enter" && !(multiline && event.shiftKey)) {
      event.preventDefault();
      event.currentTarget.blur();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      givenUp.current = true;
      event.currentTarget.blur();
    }
  };
  const shared = {
    value: text,
    onBlur: finish,
    onKeyDown,
    className: `input ${className}`,
    spellCheck: multiline,
    ...rest,
  };
  return multiline ? (
    <textarea rows={2} ref={area} {...shared} onChange={(event) => setText(event.target.value)} />
  ) : (
    <input
      type="text"
      inputMode={numeric ? "numeric" : "text"}
      autoComplete="off"
      {...shared}
      onChange={(event) =>
        setText(numeric ? event.target.value.replace(/[^0-9]/g, "") : event.target.value)
      }
    />
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface SelectProps {
  readonly id?: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  /** Shown for the empty value; without it there is none. */
  readonly none?: string;
  readonly disabled?: boolean;
  readonly "data-testid"?: string;
  readonly "aria-label"?: string;
}

export function Select({ value, options, onChange, none, ...rest }: SelectProps) {
  const known = value === "" || options.some((option) => option.value === value);
  const shown = options.find((option) => option.value === value)?.label ?? (value || none);
  return (
    <div className="select">
      <select
        value={value}
        title={shown}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      >
        {none !== undefined && <option value="">{none}</option>}
        {!known && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {/* Web views cut the text of a select without an ellipsis, so it is drawn over it. */}
      <span className={`select__text ${value === "" ? "is-empty" : ""}`} aria-hidden>
        {shown}
      </span>
      <ChevronDown size={14} aria-hidden />
    </div>
  );
}

export interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly "data-testid"?: string;
  readonly "data-field"?: string;
}

export function Switch({ label, checked, onChange, ...rest }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      className="switch"
      onClick={() => onChange(!checked)}
      {...rest}
    >
      {label}
      <span className="switch__track" aria-hidden />
    </button>
  );
}
