/** Somebody else changed the same record: both values of every field side by side, and the choice between them. */
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { commit } from "../../document/commit";
import type { Draft } from "../../document/drafts";
import { kindName } from "../../document/records";
import { nameOf, useDocument } from "../../document/store";
import type { ConflictValues } from "../../platform";
import { session } from "../../session/store";
import { FieldChoice } from "./field-choice";
import { differing, merged, type Side } from "./merge";
import "./conflict.css";

export interface ConflictPanelProps {
  readonly conflict: ConflictValues;
  readonly drafts: readonly Draft[];
}

export function ConflictPanel({ conflict, drafts }: ConflictPanelProps) {
  const { subject, yours, theirs } = conflict;
  const fields = useMemo(() => differing(yours, theirs), [yours, theirs]);
  const [sides, setSides] = useState<Readonly<Record<string, Side>>>({});
  const name = useDocument((state) => nameOf(state, subject.kind, subject.id));
  const side = (field: string): Side => sides[field] ?? "yours";
  const all = (which: Side) => setSides(Object.fromEntries(fields.map((field) => [field, which])));
  const save = async (chosen: readonly Draft[]) => {
    session.closeDock();
    await commit(chosen, conflict);
  };
  const takeMerged = () => {
    const record = merged(yours, theirs, side);
    void save(
      drafts.map((draft) =>
        draft.kind === subject.kind && draft.id === subject.id && draft.op === "put"
          ? { ...draft, record }
          : draft,
      ),
    );
  };
  const whole = yours === null || theirs === null;
  return (
    <DockPanel
      title="Changed by somebody else"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" data-testid="conflict-theirs" onClick={session.closeDock}>
            Keep theirs
          </Button>
          <Button
            look="primary"
            data-testid="conflict-save"
            onClick={whole ? () => void save(drafts) : takeMerged}
          >
            {whole ? "Save mine" : "Save the choice"}
          </Button>
        </>
      }
    >
      <p>
        {kindName(subject.kind)} <strong>{name}</strong> was changed while you edited it. Nothing
        was overwritten: theirs is stored, yours is kept here until you choose.
      </p>
      {theirs === null && (
        <p className="dock-note">They deleted it. Saving yours creates it again.</p>
      )}
      {yours === null && (
        <p className="dock-note">You delete it, they changed it. Saving yours deletes it.</p>
      )}
      {!whole && (
        <>
          <div className="conflict__all">
            <Button data-testid="conflict-all-yours" onClick={() => all("yours")}>
              All mine
            </Button>
            <Button data-testid="conflict-all-theirs" onClick={() => all("theirs")}>
              All theirs
            </Button>
          </div>
          <ul className="conflict">
            {fields.map((field) => (
              <li key={field}>
                <FieldChoice
                  field={field}
                  yours={yours}
                  theirs={theirs}
                  side={side(field)}
                  onChoose={(which) => setSides({ ...sides, [field]: which })}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </DockPanel>
  );
}
