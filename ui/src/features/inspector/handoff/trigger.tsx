/** When the handoff happens: a sentence of which every word that can be another one is a field. */
import type { DecidedBy, Handoff } from "../../../platform";
import { ChoiceChip } from "./choice-chip";
import { Condition } from "./condition";
import { inPart } from "./edit";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { NumberChip } from "./number-chip";
import { TextField } from "./text-field";
import { Tight } from "./tight";
import { TimeChip } from "./time-chip";
import { conditionText, DECIDERS, groupOf, triggerSentence } from "./trigger-words";

const DECIDED_BY = (Object.keys(DECIDERS) as DecidedBy[]).map((value) => ({
  value,
  label: DECIDERS[value],
}));
const CONFIRM = [
  { value: "", label: "without asking the user" },
  { value: "yes", label: "confirmed by the user" },
];

export function TriggerSection({ handoff }: { readonly handoff: Handoff }) {
  const trigger = handoff.trigger ?? {};
  const group = !trigger.otherwise && groupOf(trigger.on);
  const unused = trigger.otherwise && trigger.on !== undefined && trigger.on !== "done";
  return (
    <HandoffSection id="trigger" summary={triggerSentence(trigger)}>
      <Frame name="trigger" bare>
        <div className="sentence" data-testid="trigger-sentence">
          When <Condition trigger={trigger} path={[]} />
          {group ? "decided by " : ", decided by "}
          <Tight after=",">
            <ChoiceChip
              label="Decided by"
              value={trigger.decided_by ?? "rule"}
              options={DECIDED_BY}
              change={(word) =>
                inPart("trigger", { decided_by: word === "rule" ? null : (word as DecidedBy) })
              }
              data-testid="trigger-decided-by"
            />
          </Tight>{" "}
          <Tight after=",">
            <ChoiceChip
              label="Confirmation"
              value={trigger.confirm ? "yes" : ""}
              options={CONFIRM}
              change={(word) => inPart("trigger", { confirm: word === "yes" || null })}
              data-testid="trigger-confirm"
            />
          </Tight>{" "}
          wait{" "}
          <Tight after=",">
            <TimeChip
              label="Wait"
              hint="How long the condition has to hold"
              value={trigger.debounce_seconds}
              unit="s"
              placeholder="not at all"
              change={(seconds) => inPart("trigger", { debounce_seconds: seconds })}
              data-testid="trigger-wait"
            />
          </Tight>{" "}
          priority{" "}
          <Tight after=".">
            <NumberChip
              label="Priority"
              hint="Order among the sender's handoffs, smallest first"
              value={trigger.priority ?? 0}
              integer
              change={(priority) => inPart("trigger", { priority: priority || null })}
              data-testid="trigger-priority"
            />
          </Tight>
        </div>
        {unused && (
          <p className="inspector__hint">
            It also names a condition (
            {conditionText({ on: trigger.on ?? "done", value: trigger.value ?? null })}
            ), which the default route does not wait for.
          </p>
        )}
      </Frame>
      <Frame name="condition" wide>
        {(id) => (
          <TextField
            id={id}
            multiline
            mono
            value={trigger.condition}
            placeholder="payload.total > 100.0"
            change={(condition) => inPart("trigger", { condition })}
            data-testid="trigger-condition"
          />
        )}
      </Frame>
    </HandoffSection>
  );
}
