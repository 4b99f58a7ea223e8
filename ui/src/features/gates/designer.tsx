/** A gate written beside what its reviewer sees: who decides, the summary, the question, the answers, the time. */
import { ArrowLeft, Diamond, LockKeyhole } from "lucide-react";
import { useCallback } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { withFields } from "../../document/drafts";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { useDocument, useRecord } from "../../document/store";
import type { Gate, Handoff, ReviewField } from "../../platform";
import { session } from "../../session/store";
import { EditContext, useHandoffEdit } from "../inspector/handoff/edit";
import { GateFields } from "../inspector/handoff/gate-fields";
import { useGateSamples } from "./use-samples";
import "../inspector/handoff/handoff.css";
import "./gates.css";

export function GateDesigner({ handoff: id }: { readonly handoff: string }) {
  const handoff = useRecord("handoff", id);
  const name = useDocument((state) => labelOf(state, { kind: "handoff", id }));
  return (
    <DockPanel
      title={`Gate: ${name}`}
      onClose={session.closeDock}
      footer={
        handoff && (
          <Button
            look="quiet"
            icon={ArrowLeft}
            data-testid="gate-all"
            onClick={() => session.show({ show: "gates", topology: handoff.topology })}
          >
            All gates
          </Button>
        )
      }
    >
      {handoff ? (
        <Designer handoff={handoff} />
      ) : (
        <p className="dock-note">This handoff is gone: somebody has deleted it.</p>
      )}
    </DockPanel>
  );
}

function Designer({ handoff }: { readonly handoff: Handoff }) {
  const edit = useHandoffEdit(handoff, "");
  const lock = useLock();
  const { fields } = useGateSamples(handoff);
  const onTyping = useCallback((typed: Partial<Gate>) => {
    const { dock } = session.get();
    if (dock.show === "gate")
      session.set({ dock: { ...dock, typed: withFields(dock.typed, typed) } });
  }, []);
  if (!handoff.gate)
    return (
      <div className="empty">
        <strong>Nobody decides here yet</strong>
        <p>A gate stops the request until a person has answered.</p>
        <Button
          look="primary"
          icon={Diamond}
          disabled={lock !== null}
          data-testid="gate-put"
          onClick={() => void edit.send(() => ({ gate: {} }))}
        >
          Put a gate here
        </Button>
      </div>
    );
  return (
    <EditContext value={edit}>
      <fieldset className="gate-designer handoff__fields" disabled={lock !== null}>
        <GateFields
          handoff={handoff}
          gate={handoff.gate}
          onTyping={onTyping}
          insertion={(insert) => <FieldChips fields={fields} insert={insert} />}
        />
      </fieldset>
    </EditContext>
  );
}

interface FieldChipsProps {
  readonly fields: readonly ReviewField[];
  readonly insert: (words: string) => void;
}

/** The payload's fields; a press puts one where the cursor is. */
function FieldChips({ fields, insert }: FieldChipsProps) {
  const offered = fields.filter(({ placeholder }) => placeholder !== "");
  if (offered.length === 0)
    return (
      <p className="muted">
        Pin a contract version on the handoff, and its fields can be put into the summary.
      </p>
    );
  return (
    <ul className="field-chips" aria-label="Fields of the payload, to be put into the summary">
      {offered.map(({ pointer, placeholder, type_words, meaning, sensitive }) => (
        <li key={pointer}>
          <button
            type="button"
            className="field-chip"
            title={[type_words, sensitive && "sensitive", meaning].filter(Boolean).join(", ")}
            data-testid={`insert-${pointer}`}
            // The summary keeps its cursor.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => insert(placeholder)}
          >
            {sensitive && <LockKeyhole size={11} aria-label="sensitive" />}
            {pointer.slice(1).replaceAll("/", " › ")}
          </button>
        </li>
      ))}
    </ul>
  );
}
