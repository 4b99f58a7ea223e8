/** A number with its unit. What is no number is said under the field and not committed. */
import { FieldError } from "./field-error";
import { type NumberRules, numberFrom, numberText } from "./number-text";
import { useTyped } from "./typed";
import "./inputs.css";

export interface NumberInputProps extends NumberRules {
  readonly id?: string;
  readonly value: number | null | undefined;
  /** Null for an empty field. */
  readonly onCommit: (value: number | null) => Promise<boolean> | boolean;
  readonly unit?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly required?: boolean;
  readonly "aria-label"?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
  readonly "data-testid"?: string;
}

export function NumberInput(props: NumberInputProps) {
  const { value, onCommit, unit, integer = false, least, percent = false, ...rest } = props;
  const { required = false, ...native } = rest;
  const typed = useTyped<number | null>({
    stored: numberText(value, percent),
    read: (text) => (text === "" ? { value: null } : numberFrom(text, { integer, least, percent })),
    onCommit,
    required,
    name: native["data-testid"] ?? native["aria-label"],
  });
  const sign = percent ? "%" : unit;
  return (
    <div className="number">
      <div className="number__field">
        <input
          type="text"
          inputMode={integer ? "numeric" : "decimal"}
          className="input"
          autoComplete="off"
          spellCheck={false}
          {...native}
          {...typed.bind}
        />
        {sign && (
          <span
            className={`number__unit ${sign.length > 3 ? "number__unit--long" : ""}`}
            aria-hidden
          >
            {sign}
          </span>
        )}
      </div>
      <FieldError>{typed.wrong}</FieldError>
    </div>
  );
}
