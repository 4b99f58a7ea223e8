/** Who changed what and when; the last steps can be taken back from here. */
import { useEffect, useState } from "react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { useDocument } from "../../document/store";
import { asPlatformError, type HistoryEntry, platform } from "../../platform";
import { session } from "../../session/store";
import { ago } from "./ago";
import "./history.css";

const SHOWN = 100;

export function HistoryPanel() {
  const revision = useDocument((state) => state.revision);
  const canUndo = useDocument((state) => state.canUndo);
  const canRedo = useDocument((state) => state.canRedo);
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision adds a line.
  useEffect(() => {
    platform()
      .history(SHOWN)
      .then(setEntries, (reason: unknown) => setFailure(asPlatformError(reason).message));
  }, [revision]);
  const now = Date.now();
  return (
    <DockPanel
      title="History"
      onClose={session.closeDock}
      footer={
        <>
          <Button disabled={!canUndo} onClick={action("undo").perform}>
            Undo
          </Button>
          <Button disabled={!canRedo} onClick={action("redo").perform}>
            Redo
          </Button>
        </>
      }
    >
      {failure && <p className="dock-error">{failure}</p>}
      <ol className="history">
        {entries?.map((entry) => (
          <li key={entry.revision} className={`history__entry history__entry--${entry.action}`}>
            <p className="history__summary">{entry.summary}</p>
            <p className="history__meta">
              <span>{entry.author}</span>
              <time dateTime={entry.at} title={new Date(entry.at).toLocaleString()}>
                {ago(Date.parse(entry.at), now)}
              </time>
              <span>Revision {entry.revision}</span>
              {entry.action !== "edit" && <span className="history__action">{entry.action}</span>}
            </p>
          </li>
        ))}
      </ol>
    </DockPanel>
  );
}
