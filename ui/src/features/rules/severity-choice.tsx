/** How grave the findings of a rule are in one place: one of four words, or what holds anyway. */
import { CircleSlash } from "lucide-react";
import { SEVERITY_NAMES, SeverityMark } from "../../components/severity";
import type { RuleSeverity } from "../../platform";

const WORDS: readonly RuleSeverity[] = ["error", "warning", "advice", "off"];

export interface SeverityChoiceProps {
  /** What this place says itself. */
  readonly own: RuleSeverity | null;
  /** What holds where it says nothing. */
  readonly usual: RuleSeverity;
  readonly disabled: boolean;
  readonly onChange: (severity: RuleSeverity | null) => void;
}

export function SeverityChoice({ own, usual, disabled, onChange }: SeverityChoiceProps) {
  const holds = own ?? usual;
  return (
    <fieldset className="severity-choice" disabled={disabled}>
      <legend>Severity</legend>
      <div className="severity-choice__words">
        {WORDS.map((word) => (
          <button
            key={word}
            type="button"
            className="severity-choice__word"
            aria-pressed={holds === word}
            data-testid={`severity-${word}`}
            onClick={() => onChange(word === usual ? null : word)}
          >
            {word === "off" ? (
              <CircleSlash size={14} aria-hidden />
            ) : (
              <SeverityMark severity={word} />
            )}
            {capital(nameOf(word))}
          </button>
        ))}
      </div>
      <p className="rule-option__meaning">
        {own === null ? `As usual: ${nameOf(usual)}.` : `Usually ${nameOf(usual)}.`}
        {holds === "off" && " The rule does not run."}
      </p>
    </fieldset>
  );
}

function nameOf(word: RuleSeverity): string {
  return word === "off" ? "off" : SEVERITY_NAMES[word].one;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
