/** What goes along with a deletion, before it happens. */
import { useState } from "react";
import { NOTHING } from "../../canvas/selection";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { commit } from "../../document/commit";
import type { Draft } from "../../document/drafts";
import { session } from "../../session/store";

export interface DeletePanelProps {
  readonly drafts: readonly Draft[];
  readonly names: readonly string[];
}

export function DeletePanel({ drafts, names }: DeletePanelProps) {
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    const done = await commit(drafts);
    setBusy(false);
    if (!done) return;
    session.select(NOTHING);
    session.closeDock();
  };
  return (
    <DockPanel
      title="Delete"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" onClick={session.closeDock}>
            Keep
          </Button>
          <Button
            look="danger"
            data-testid="delete-confirm"
            disabled={busy}
            onClick={() => void confirm()}
          >
            Delete all
          </Button>
        </>
      }
    >
      <p>
        {names.length === 1 ? "One thing cannot" : `${names.length} things cannot`} stand without
        what you delete and will go with it:
      </p>
      <ul className="delete-list">
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <p className="muted">It is one step: undo brings all of it back.</p>
    </DockPanel>
  );
}
