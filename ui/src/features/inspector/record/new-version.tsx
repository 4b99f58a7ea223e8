/** Asks for the number of a version that does not exist yet. */
import { type FormEvent, useState } from "react";
import { Button } from "../../../components/button";
import "../agent/agent.css";

export interface NewVersionProps {
  readonly label: string;
  readonly placeholder: string;
  readonly onDone: (version: string) => Promise<boolean>;
  readonly onCancel: () => void;
}

export function NewVersion({ label, placeholder, onDone, onCancel }: NewVersionProps) {
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") void onDone(text.trim());
  };
  return (
    <form className="new-version" onSubmit={submit}>
      <input
        // biome-ignore lint/a11y/noAutofocus: it was asked for by a press just now.
        autoFocus
        className="input input--mono"
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        value={text}
        data-testid="new-version"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onCancel();
        }}
      />
      <Button look="quiet" onClick={onCancel}>
        Cancel
      </Button>
      <Button look="primary" type="submit" disabled={text.trim() === ""}>
        Add
      </Button>
    </form>
  );
}
