/** Names a topology's state as it is now. */
import { useId, useMemo, useState } from "react";
import { Button } from "../../components/button";
import { acknowledged } from "../../document/commit";
import { platform } from "../../platform";
import { useKeptWords } from "../unsent/kept-words";

export interface BaselineFormProps {
  readonly topology: string;
  readonly onDone: () => void;
}

export function BaselineForm({ topology, onDone }: BaselineFormProps) {
  const form = useMemo(
    () => ({ show: "changes", topology, baseline: null, diff: null }) as const,
    [topology],
  );
  const about = { kind: "topology", id: topology, form } as const;
  const [name, setName] = useKeptWords({
    ...about,
    field: "baseline name",
    label: "Name of a baseline",
  });
  const [note, setNote] = useKeptWords({
    ...about,
    field: "baseline note",
    label: "Why a baseline is kept",
  });
  const [busy, setBusy] = useState(false);
  const id = useId();
  const keep = async () => {
    setBusy(true);
    const done = await acknowledged(
      () => platform().setBaseline(topology, name.trim(), note.trim(), null),
      "No baseline was set",
      [],
    );
    setBusy(false);
    if (done) onDone();
  };
  return (
    <form
      className="review__form"
      aria-label="Set a baseline"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <label className="field__label" htmlFor={`${id}-name`}>
        Name of the state as it is now
      </label>
      <input
        id={`${id}-name`}
        type="text"
        className="input"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the form has just been asked for.
        autoFocus
        placeholder="For example Before the summer"
        data-testid="baseline-name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <label className="visually-hidden" htmlFor={`${id}-note`}>
        Why it is kept
      </label>
      <input
        id={`${id}-note`}
        type="text"
        className="input"
        autoComplete="off"
        placeholder="Why it is kept"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="review__buttons">
        <Button look="quiet" onClick={onDone}>
          Not now
        </Button>
        <Button
          look="primary"
          type="submit"
          disabled={busy || name.trim() === ""}
          data-testid="baseline-keep"
        >
          Set the baseline
        </Button>
      </div>
    </form>
  );
}
