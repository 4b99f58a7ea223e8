/** What happens to files that somebody edited by hand. */
import type { EditedFiles } from "../../platform";

const CHOICES: readonly { readonly value: EditedFiles; readonly words: string }[] = [
  { value: "keep", words: "Leave them alone, write the others" },
  { value: "overwrite", words: "Write over them: what was typed in them is lost" },
  { value: "refuse", words: "Write nothing at all" },
];

export interface HandMadeProps {
  readonly count: number;
  readonly value: EditedFiles;
  readonly onChange: (value: EditedFiles) => void;
}

export function HandMade({ count, value, onChange }: HandMadeProps) {
  return (
    <fieldset className="choices export__edited">
      <legend>
        {count === 1 ? "1 file was" : `${count} files were`} edited by hand. Choose what to do.
      </legend>
      {CHOICES.map((choice) => (
        <label key={choice.value} className="choices__one">
          <input
            type="radio"
            name="export-edited"
            data-testid={`export-${choice.value}`}
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
          />
          {choice.words}
        </label>
      ))}
    </fieldset>
  );
}
