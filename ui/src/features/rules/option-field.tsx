/** One option of a rule: what it means, what holds, and how to go back to what is usual. */
import { RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import { IconButton } from "../../components/button";
import { Chips } from "../../components/chips";
import { Switch } from "../../components/field";
import { FieldError } from "../../components/field-error";
import { NumberInput } from "../../components/number-input";
import { TagInput } from "../../components/tag-input";
import { Words } from "../../components/words";
import type { Json, RuleOption } from "../../platform";

export interface OptionFieldProps {
  readonly option: RuleOption;
  /** What holds here, whoever says so. */
  readonly value: Json;
  /** Whether this place says so itself. */
  readonly own: boolean;
  /** What would hold otherwise. */
  readonly usual: Json;
  readonly disabled: boolean;
  /** What is wrong with a value; null once it holds. */
  readonly onChange: (value: Json) => Promise<string | null>;
  readonly onReset: () => void;
}

export function OptionField(props: OptionFieldProps) {
  const { option, own, usual, disabled, onReset } = props;
  const [wrong, setWrong] = useState<string | null>(null);
  const id = useId();
  const change = async (value: Json): Promise<boolean> => {
    const problem = await props.onChange(value);
    setWrong(problem);
    return problem === null;
  };
  const title = nameOf(option.name);
  return (
    <fieldset className="rule-option" disabled={disabled} data-testid={`option-${option.name}`}>
      <legend className="rule-option__name">
        {title}
        {own && (
          <IconButton
            icon={RotateCcw}
            size={13}
            label={`Back to ${valueWords(usual)}`}
            data-testid={`reset-${option.name}`}
            onClick={() => {
              setWrong(null);
              onReset();
            }}
          />
        )}
      </legend>
      <Control {...props} title={title} describedBy={id} onChange={change} />
      <FieldError>{wrong}</FieldError>
      <p id={id} className="rule-option__meaning">
        <Words text={sentence(option.meaning)} />{" "}
        <span className="rule-option__default">Usually {valueWords(option.default)}.</span>
      </p>
    </fieldset>
  );
}

interface ControlProps {
  readonly option: RuleOption;
  readonly value: Json;
  readonly title: string;
  readonly describedBy: string;
  readonly onChange: (value: Json) => Promise<boolean>;
}

function Control({ option, value, title, describedBy, onChange }: ControlProps) {
  const { takes } = option;
  switch (takes.kind) {
    case "flag":
      return (
        <Switch
          label={value === true ? "Yes" : "No"}
          checked={value === true}
          onChange={(checked) => void onChange(checked)}
        />
      );
    case "number":
      return (
        <NumberInput
          aria-label={title}
          aria-describedby={describedBy}
          value={typeof value === "number" ? value : null}
          integer={takes.whole}
          least={takes.negative ? undefined : 0}
          unit={option.unit ?? undefined}
          required
          data-testid={`input-${option.name}`}
          onCommit={(number) => (number === null ? false : onChange(number))}
        />
      );
    case "words":
      return takes.choices.length > 0 ? (
        <Chips
          aria-label={title}
          values={wordsIn(value)}
          options={takes.choices.map((word) => ({ value: word, label: word }))}
          onCommit={(words) => void onChange(words)}
        />
      ) : (
        <TagInput
          tags={wordsIn(value)}
          placeholder="Add a word"
          data-testid={`input-${option.name}`}
          onCommit={(words) => void onChange(words)}
        />
      );
    case "json":
      return <code>{JSON.stringify(value)}</code>;
  }
}

function wordsIn(value: Json): string[] {
  return Array.isArray(value)
    ? value.filter((word): word is string => typeof word === "string")
    : [];
}

/** `most_minutes` as `Most minutes`. */
function nameOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function valueWords(value: Json): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : "none";
  return value === true ? "yes" : value === false ? "no" : String(value);
}
