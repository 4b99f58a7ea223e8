/** What making an earlier state the present one again would change, before anybody agrees to it. */
import { useEffect, useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { asPlatformError, type DeskReply, platform } from "../../platform";
import { session } from "../../session/store";
import { restore } from "./past";

/** Records of a long list that are shown; the others are counted, and restored all the same. */
const SHOWN = 100;

type Preview = { readonly reply: DeskReply } | { readonly error: string } | null;

export function RewindPanel({ revision }: { readonly revision: number }) {
  const [preview, setPreview] = useState<Preview>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let current = true;
    setPreview(null);
    platform()
      .rewind(revision, true)
      .then(
        (reply) => current && setPreview({ reply }),
        (reason: unknown) => current && setPreview({ error: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [revision]);
  const changes = preview && "reply" in preview ? preview.reply.diff : null;
  const confirm = async () => {
    setBusy(true);
    await restore(revision);
    setBusy(false);
  };
  return (
    <DockPanel
      title="Restore"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" data-testid="rewind-cancel" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            data-testid="rewind-apply"
            disabled={busy || !changes || changes.length === 0}
            onClick={() => void confirm()}
          >
            {busy ? "Restoring…" : `Restore revision ${revision}`}
          </Button>
        </>
      }
    >
      <p>
        Everything becomes as it was at revision {revision}, as one edit under your name. What was
        done since stays in the history, and Ctrl+Z takes the restoring back.
      </p>
      {preview === null && <p className="muted">Working out what changes…</p>}
      {preview && "error" in preview && <p className="dock-error">{preview.error}</p>}
      {changes && (
        <>
          <h3 className="dock-heading">
            {changes.length} {changes.length === 1 ? "record changes" : "records change"}
          </h3>
          <ChangeList changes={changes.slice(0, SHOWN)} />
          {changes.length > SHOWN && <p className="muted">and {changes.length - SHOWN} more</p>}
        </>
      )}
    </DockPanel>
  );
}
