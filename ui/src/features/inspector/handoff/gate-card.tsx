/** The card that the reviewer gets, to be written where it will be read. */
import { type ReactNode, useRef } from "react";
import type { Gate, Handoff } from "../../../platform";
import { GateBranches } from "./gate-branches";
import { inGate } from "./gate-edit";
import { PointerPicker } from "./pointer-picker";
import { piecesOf, placeholderOf } from "./template";
import { type Insert, TextField } from "./text-field";

export interface GateCardProps {
  readonly handoff: Handoff;
  readonly gate: Gate;
  /** Hears of what is typed and not stored yet. */
  readonly onTyping?: ((typed: Partial<Gate>) => void) | undefined;
  /** Takes the place of the list of payload fields, and of the summary's outline. */
  readonly insertion?: ((insert: Insert) => ReactNode) | undefined;
}

export function GateCard({ handoff, gate, onTyping, insertion }: GateCardProps) {
  const insert = useRef<Insert>(null);
  const pieces = piecesOf(gate.summary ?? "");
  const hears = (field: "question" | "summary" | "proposed_action") =>
    onTyping && ((text: string | undefined) => onTyping({ [field]: text }));
  return (
    <div className="gate-card">
      <TextField
        multiline
        className="gate-card__question"
        aria-label="Question"
        value={gate.question}
        placeholder="What is to be decided?"
        change={(question) => inGate(() => ({ question }))}
        onTyping={hears("question")}
        data-testid="gate-question"
      />
      <TextField
        multiline
        aria-label="Summary"
        insertRef={insert}
        value={gate.summary}
        placeholder="What the reviewer has to know, in a sentence or two"
        change={(summary) => inGate(() => ({ summary }))}
        onTyping={hears("summary")}
        data-testid="gate-summary"
      />
      {insertion ? (
        insertion((words) => insert.current?.(words))
      ) : (
        <>
          <PointerPicker
            handoff={handoff}
            label="Insert a payload field into the summary"
            placeholder="Insert a payload field"
            offer={({ pointer }) => placeholderOf(pointer) !== null}
            onChoose={(pointer) => insert.current?.(placeholderOf(pointer) ?? "")}
            data-testid="gate-insert"
          />
          {pieces.some(({ isField }) => isField) && (
            <p className="gate-card__preview" data-testid="gate-preview" dir="auto">
              {pieces.map(({ text, isField }, i) =>
                isField ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity.
                  <span key={i} className="gate-card__field">
                    {text}
                  </span>
                ) : (
                  text
                ),
              )}
            </p>
          )}
        </>
      )}
      <span className="gate-card__label">If approved</span>
      <TextField
        multiline
        aria-label="Proposed action"
        value={gate.proposed_action}
        placeholder="What will be done"
        change={(proposed_action) => inGate(() => ({ proposed_action }))}
        onTyping={hears("proposed_action")}
        data-testid="gate-action"
      />
      <span className="gate-card__label">Answers</span>
      <GateBranches handoff={handoff} branches={gate.branches ?? []} />
    </div>
  );
}
