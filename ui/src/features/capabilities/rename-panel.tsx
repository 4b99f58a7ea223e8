/** One word in place of tags: chosen, rehearsed, and then written everywhere at once. */
import { useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { acknowledged } from "../../document/commit";
import { useLock } from "../../document/lock";
import { platform } from "../../platform";
import { session } from "../../session/store";
import { useAnswer } from "../audit/use-answer";
import "./capabilities.css";

export function RenamePanel({ tags }: { readonly tags: readonly string[] }) {
  const [to, setTo] = useState(tags.at(-1) ?? "");
  const [keep, setKeep] = useState(true);
  const [busy, setBusy] = useState(false);
  const locked = useLock() !== null;
  const word = to.trim();
  const from = tags.filter((tag) => tag !== word);
  const ready = word !== "" && from.length > 0;
  const apply = async () => {
    setBusy(true);
    const done = await acknowledged(
      () => platform().renameCapabilities([...from], word, keep, false),
      "The tags are as they were",
      [],
    );
    setBusy(false);
    if (done) session.closeDock();
  };
  return (
    <DockPanel
      title={tags.length > 1 ? "Merge tags" : "Rename a tag"}
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            disabled={busy || locked || !ready}
            data-testid="rename-apply"
            onClick={() => void apply()}
          >
            {busy ? "Writing…" : "Write it everywhere"}
          </Button>
        </>
      }
    >
      <p className="muted">
        {tags.join(", ")}: agents, handoffs and drafts get the word below instead. It is one step;
        undo takes all of it back.
      </p>
      <label className="rename__field">
        <span className="field__label">The word from now on</span>
        <input
          type="text"
          className="input"
          list="rename-words"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the panel has just been asked for.
          autoFocus
          data-testid="rename-to"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <datalist id="rename-words">
          {tags.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      </label>
      <label className="rename__keep">
        <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
        Keep the old {from.length === 1 ? "word as a synonym" : "words as synonyms"}
      </label>
      {ready && <Preview from={from} to={word} keep={keep} />}
    </DockPanel>
  );
}

interface PreviewProps {
  readonly from: readonly string[];
  readonly to: string;
  readonly keep: boolean;
}

function Preview({ from, to, keep }: PreviewProps) {
  const { answer, failure } = useAnswer(`rename ${from.join(" ")} ${to} ${keep}`, () =>
    platform().renameCapabilities([...from], to, keep, true),
  );
  if (failure)
    return (
      <p className="dock-error" role="alert">
        {failure.message} {failure.hints.join(" ")}
      </p>
    );
  if (!answer) return <p className="muted">Working out what changes…</p>;
  return (
    <>
      {answer.notes.map((note) => (
        <p key={note} className="muted">
          {note}
        </p>
      ))}
      <h3 className="dock-heading">
        {answer.diff.length === 1 ? "One record changes" : `${answer.diff.length} records change`}
      </h3>
      <ChangeList changes={answer.diff} />
    </>
  );
}
