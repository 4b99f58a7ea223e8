/** Somebody else changed the same record: both values, field by field, and the choice between them. */
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { commit } from "../../document/commit";
import type { Draft } from "../../document/drafts";
import { kindName } from "../../document/records";
import type { ConflictValues } from "../../platform";
import { session } from "../../session/store";
import { differing, merged, type Side, valueText } from "./merge";
import "./conflict.css";

export interface ConflictPanelProps {
  readonly conflict: ConflictValues;
  readonly drafts: readonly Draft[];
}

export function ConflictPanel({ conflict, drafts }: ConflictPanelProps) {
  const { subject, yours, theirs } = conflict;
  const fields = useMemo(() => differing(yours, theirs), [yours, theirs]);
  const [sides, setSides] = useState<Readonly<Record<string, Side>>>({});
  const side = (field: string): Side => sides[field] ?? "yours";
  const title = `${kindName(subject.kind)} ${subject.id}`;
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
        {title} was changed while you edited it. Nothing was overwritten.{" "}
        {whole ? "" : "Choose field by field."}
      </p>
      {theirs === null && (
        <p className="dock-note">It was deleted. Saving yours creates it again.</p>
      )}
      {yours === null && <p className="dock-note">You delete it, they changed it.</p>}
      <ul className="conflict">
        {!whole &&
          fields.map((field) => (
            <li key={field}>
              <fieldset>
                <legend className="mono">{field}</legend>
                {(["yours", "theirs"] as const).map((which) => (
                  <label key={which} className={side(field) === which ? "is-chosen" : ""}>
                    <input
                      type="radio"
                      name={field}
                      checked={side(field) === which}
                      onChange={() => setSides({ ...sides, [field]: which })}
                    />
                    <span className="conflict__side">{which === "yours" ? "Yours" : "Theirs"}</span>
                    <span className="conflict__value">
                      {valueText(which === "yours" ? yours : theirs, field)}
                    </span>
                  </label>
                ))}
              </fieldset>
            </li>
          ))}
      </ul>
    </DockPanel>
  );
}
