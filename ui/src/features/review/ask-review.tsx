/** Asks the owning teams of both sides for their word, with the reason why the change is wanted. */
import { GitPullRequest } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "../../components/button";
import { Field, Select } from "../../components/field";
import { acknowledged } from "../../document/commit";
import { useLock } from "../../document/lock";
import { platform, type RecordKey } from "../../platform";
import { useKeptWords } from "../unsent/kept-words";
import { useBaselines } from "./use-reviews";

export interface AskReviewProps {
  readonly subject: RecordKey;
  /** There was a review before. */
  readonly again: boolean;
  /** What a topology is compared with, where that is settled already. */
  readonly baseline?: string;
  /** There is nothing that anybody could agree to. */
  readonly unchanged: boolean;
}

export function AskReview({ subject, again, baseline, unchanged }: AskReviewProps) {
  const [open, setOpen] = useState(false);
  const lock = useLock();
  if (unchanged)
    return <p className="muted">Nothing changed that somebody would have to agree to.</p>;
  if (!open)
    return (
      <div className="review__ask">
        {!again && (
          <p className="muted">
            The teams that own a side of what would change are asked to agree; each of them hears of
            it by its own channel.
          </p>
        )}
        <Button
          icon={GitPullRequest}
          disabled={lock !== null}
          data-testid="review-ask"
          onClick={() => setOpen(true)}
        >
          {again ? "Ask again" : "Ask for review"}
        </Button>
      </div>
    );
  return <AskForm subject={subject} baseline={baseline} onClose={() => setOpen(false)} />;
}

interface AskFormProps {
  readonly subject: RecordKey;
  readonly baseline: string | undefined;
  readonly onClose: () => void;
}

function AskForm({ subject, baseline, onClose }: AskFormProps) {
  const id = useId();
  const [message, setMessage] = useKeptWords({
    ...subject,
    field: "review",
    label: "Why a review is asked for",
  });
  const [chosen, setChosen] = useState(baseline ?? "");
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    const done = await acknowledged(
      () => platform().askReview(subject, message.trim(), chosen || null),
      "Nobody was asked",
      [],
    );
    setBusy(false);
    if (done) onClose();
  };
  return (
    <form
      className="review__form"
      aria-label="Ask for review"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <label className="field__label" htmlFor={id}>
        Why the change is wanted
      </label>
      <textarea
        id={id}
        className="input"
        rows={3}
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: the form has just been asked for.
        autoFocus
        data-testid="review-message"
        value={message}
        onChange={(event) => setMessage(event.target.value)}
      />
      {subject.kind === "topology" && baseline === undefined && (
        <BaselineChoice topology={subject.id} value={chosen} onChange={setChosen} />
      )}
      <div className="review__buttons">
        <Button look="quiet" onClick={onClose}>
          Not now
        </Button>
        <Button
          look="primary"
          type="submit"
          disabled={busy || message.trim() === ""}
          data-testid="review-send"
        >
          Ask the owners
        </Button>
      </div>
    </form>
  );
}

interface BaselineChoiceProps {
  readonly topology: string;
  readonly value: string;
  readonly onChange: (baseline: string) => void;
}

function BaselineChoice({ topology, value, onChange }: BaselineChoiceProps) {
  const { baselines } = useBaselines(topology);
  const options = (baselines ?? []).map(({ id, name, revision }) => ({
    value: id,
    label: `${name} (revision ${revision})`,
  }));
  return (
    <Field label="Against">
      {(id) => (
        <Select
          id={id}
          value={value}
          none="The newest baseline"
          options={options}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
