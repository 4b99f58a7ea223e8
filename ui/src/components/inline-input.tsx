/** A value inside a sentence: as wide as its text, at home among words. */
import { type DraftOptions, useDraft } from "./draft";
import "./inline.css";

export interface InlineInputProps extends DraftOptions {
  readonly label: string;
  /** What is said where nothing stands. */
  readonly placeholder?: string;
  readonly numeric?: boolean;
  readonly mono?: boolean;
  /** Words to choose from while typing. */
  readonly suggestions?: readonly string[];
  readonly listId?: string;
  readonly disabled?: boolean;
  readonly hint?: string;
  readonly "data-testid"?: string;
}

export function InlineInput({
  label,
  placeholder = "not set",
  numeric = false,
  mono = false,
  suggestions,
  listId,
  disabled,
  hint,
  "data-testid": testId,
  ...draft
}: InlineInputProps) {
  const { text, bind } = useDraft({ ...draft, name: draft.name ?? testId ?? label });
  return (
    <span className={`inline-input ${mono ? "inline-input--mono" : ""}`}>
      <span className="inline-input__sizer" aria-hidden>
        {text || placeholder}
      </span>
      <input
        type="text"
        // The words beside it give the width; the usual one of a field would be the least.
        size={1}
        aria-label={label}
        title={hint ?? label}
        placeholder={placeholder}
        inputMode={numeric ? "decimal" : "text"}
        autoComplete="off"
        spellCheck={false}
        list={listId}
        disabled={disabled}
        data-testid={testId}
        {...bind}
      />
      {listId && (
        <datalist id={listId}>
          {suggestions?.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
    </span>
  );
}
