/** What goes along with a deletion, before it happens. */
import { useState } from "react";
import { NOTHING } from "../../canvas/selection";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { remove } from "../../document/commit";
import { alongWords } from "../../document/delete";
import { useDocument } from "../../document/store";
import type { RecordChange, RecordKey } from "../../platform";
import { session } from "../../session/store";

export interface DeletePanelProps {
  readonly keys: readonly RecordKey[];
  readonly along: readonly RecordChange[];
}

export function DeletePanel({ keys, along }: DeletePanelProps) {
  const state = useDocument();
  const [busy, setBusy] = useState(false);
  const gone = along.filter((change) => change.after === null).length;
  const confirm = async () => {
    setBusy(true);
    const done = await remove(keys);
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
            Delete {gone + keys.length}
          </Button>
        </>
      }
    >
      <p className="delete-intro">
        {gone === 1 ? "One more thing goes" : `${gone} more things go`} along, because they cannot
        stand without what you delete. It is one step: undo brings all of it back.
      </p>
      <ul className="delete-list">
        {along.map((change) => (
          <li key={`${change.kind}:${change.id}`}>{alongWords(state, change)}</li>
        ))}
      </ul>
    </DockPanel>
  );
}
