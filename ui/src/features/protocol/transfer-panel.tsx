/** Whether a handoff, or every handoff of a drawing, transfers cleanly: explored exhaustively, with the shortest run that goes wrong. */
import { DockPanel } from "../../components/dock-panel";
import { nameOf, useDocument } from "../../document/store";
import { platform, type RecordKey, type Verified } from "../../platform";
import { session } from "../../session/store";
import { useAsked } from "../review/use-asked";
import { OneHandoff } from "./one-handoff";
import { WholeDrawing } from "./whole-drawing";
import "./protocol.css";

export function TransferPanel({ subject }: { readonly subject: RecordKey }) {
  const { kind, id } = subject;
  const name = useDocument((state) => (kind === "topology" ? nameOf(state, kind, id) : id));
  const { answer, failure } = useAsked<Verified>(`${kind} ${id}`, () =>
    platform().verifyTransfer(subject),
  );
  const asked = answer?.subject.id === id ? answer : null;
  return (
    <DockPanel title="Clean transfer" onClose={session.closeDock}>
      <p className="transfer__subject" dir="auto">
        {name}
      </p>
      <p className="muted">
        Every order in which messages can be lost, late or repeated, and either side can crash.
      </p>
      {!asked && !failure && <p className="muted">Exploring…</p>}
      {failure && (
        <p className="dock-error" role="alert">
          It cannot be told whether it transfers cleanly: {failure}
        </p>
      )}
      {asked &&
        (kind === "topology" ? <WholeDrawing found={asked} /> : <OneHandoff found={asked} />)}
    </DockPanel>
  );
}
