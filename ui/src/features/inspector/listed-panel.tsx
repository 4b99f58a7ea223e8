/** All that a table listed, or that was selected in it, to be given fields together: each is one edit, which one undo takes back. */
import { DockPanel } from "../../components/dock-panel";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import { session } from "../../session/store";
import { SeveralAgents } from "./several/agents";
import type { EditedKind } from "./several/edit-all";
import { SeveralHandoffs } from "./several/handoffs";
import "./handoff/handoff.css";

export interface ListedPanelProps {
  readonly kind: EditedKind;
  /** As they were listed or selected when it was asked for, whatever the filter lists since. */
  readonly ids: readonly string[];
}

export function ListedPanel({ kind, ids }: ListedPanelProps) {
  const locked = useLock() !== null;
  const records = useDocument((state) => state.records.get(kind));
  const there = ids.filter((id) => records?.has(id));
  const Several = kind === "agent" ? SeveralAgents : SeveralHandoffs;
  return (
    <DockPanel
      title={`Edit ${there.length} ${kind === "agent" ? "agents" : "handoffs"}`}
      onClose={session.closeDock}
    >
      <p className="muted">
        What you set here is set on all of them, in one step that undo takes back.
      </p>
      <fieldset className="handoff__fields" disabled={locked} data-testid="listed-panel">
        <Several ids={there} />
      </fieldset>
    </DockPanel>
  );
}
