/** Several out of a few words: each is a button that is pressed or not. */
import type { Option } from "./field";
import "./inputs.css";

export interface ChipsProps {
  readonly values: readonly string[];
  readonly options: readonly (Option & { readonly help?: string })[];
  readonly onCommit: (values: string[]) => void;
  readonly "aria-label": string;
}

export function Chips({ values, options, onCommit, ...rest }: ChipsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend of its own.
    <div className="chips" role="group" {...rest}>
      {options.map(({ value, label, help }) => {
        const pressed = values.includes(value);
        return (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={pressed}
            title={help}
            onClick={() =>
              // In the order of the words, so that equal choices are equal lists.
              onCommit(
                options
                  .map((option) => option.value)
                  .filter((word) => (word === value ? !pressed : values.includes(word))),
              )
            }
          >
            {label}
          </button>
        );
      })}
    </div>
  );
}
