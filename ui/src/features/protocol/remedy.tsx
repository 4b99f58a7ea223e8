/** What to change so that a handoff transfers cleanly: shown field by field before it is applied. */
import { Wrench } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { commit } from "../../document/commit";
import { useLock } from "../../document/lock";
import type { Fix } from "../../platform";
import { session } from "../../session/store";
import { draftsOf } from "../findings/fix-all";
import { useRehearsal } from "../findings/rehearsal";

export interface RemedyProps {
  readonly fix: Fix;
  readonly label: string;
  readonly testId: string;
}

export function Remedy({ fix, label, testId }: RemedyProps) {
  const [looking, setLooking] = useState(false);
  return (
    <div className="transfer__remedy">
      <p>
        <Wrench size={14} aria-hidden /> <span>{fix.title}.</span>
      </p>
      {looking ? (
        <Preview fix={fix} onDone={() => setLooking(false)} />
      ) : (
        <Button data-testid={testId} onClick={() => setLooking(true)}>
          {label}
        </Button>
      )}
    </div>
  );
}

function Preview({ fix, onDone }: { readonly fix: Fix; readonly onDone: () => void }) {
  const lock = useLock();
  const [busy, setBusy] = useState(false);
  const drafts = useMemo(() => draftsOf(fix.edits), [fix.edits]);
  const rehearsal = useRehearsal(drafts);
  const reply = rehearsal && "reply" in rehearsal ? rehearsal.reply : null;
  const apply = async () => {
    setBusy(true);
    const done = await commit(drafts);
    setBusy(false);
    if (!done) return;
    session.notify({
      tone: "success",
      title: fix.title,
      detail: "Ctrl+Z takes it back.",
      hints: [],
    });
    onDone();
  };
  return (
    <>
      {reply && <ChangeList changes={reply.diff} />}
      {rehearsal && "error" in rehearsal && (
        <p className="dock-error" role="alert">
          {rehearsal.error}
        </p>
      )}
      {!fix.safe && (
        <p className="muted">
          The record says how it has to be; sender and receiver have to be built so.
        </p>
      )}
      <div className="transfer__copy">
        <Button
          look="primary"
          data-testid="apply-remedy"
          disabled={busy || lock !== null || reply === null}
          onClick={() => void apply()}
        >
          {busy ? "Applying…" : "Apply"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </>
  );
}
