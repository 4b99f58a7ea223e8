/** The number under which a version goes out, and the lowest that its changes allow. */
import { Button } from "../../components/button";
import { Field } from "../../components/field";
import { FieldError } from "../../components/field-error";
import type { Rehearsal } from "../../platform";
import type { Answered } from "./use-answer";
import { BUMPS, sentence } from "./words";

export interface PublishNumberProps {
  readonly number: string;
  readonly rehearsed: Answered<Rehearsal>;
  readonly onNumber: (number: string) => void;
}

export function PublishNumber({ number, rehearsed, onNumber }: PublishNumberProps) {
  const { answer, failure } = rehearsed;
  const judgement = answer?.judgement ?? null;
  const wrong = failure?.message ?? judgement?.refused?.message ?? null;
  const better = judgement?.refused && judgement.lowest !== number ? judgement.lowest : null;
  return (
    <div className="publish-number">
      <Field label="Number">
        {(id) => (
          <input
            id={id}
            type="text"
            className="input input--mono"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={wrong !== null || undefined}
            data-testid="publish-number"
            value={number}
            onChange={({ target }) => onNumber(target.value)}
          />
        )}
      </Field>
      <FieldError>{wrong && sentence(wrong)}</FieldError>
      {better && (
        <Button look="plain" data-testid="publish-lowest" onClick={() => onNumber(better)}>
          Use {better}
        </Button>
      )}
      {!wrong && judgement?.needed && (
        <p className="inspector__hint">
          {BUMPS[judgement.needed]}: <span className="mono">{judgement.lowest}</span> or higher.
        </p>
      )}
    </div>
  );
}
