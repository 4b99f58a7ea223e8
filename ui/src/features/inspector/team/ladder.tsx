/** The rungs of an escalation path. Moving somebody changes places with the others: the times stay where they are. */
import { Plus, Repeat } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../components/button";
import { FieldError } from "../../../components/field-error";
import { NumberInput } from "../../../components/number-input";
import { SortList } from "../../../components/sort-list";
import { TextEntry } from "../../../components/text-entry";
import { labelOf } from "../../../document/labels";
import { useDocument } from "../../../document/store";
import type { EscalationStep, Responder } from "../../../platform";
import { useField } from "../edit";
import { Editable } from "../generated/auto-field";
import { ResponderInput } from "../generated/reference-input";
import { clockOf, inOrder, moveRungs, nextMinutes } from "./rungs";
import "./ladder.css";

const CHANNELS = ["page", "phone", "slack", "email", "sms"];
const CHANNEL_LIST = "ladder-channels";

export function Ladder() {
  const edit = useField<readonly EscalationStep[] | undefined>("steps");
  const state = useDocument();
  const [adding, setAdding] = useState(false);
  const steps = inOrder(edit.value ?? []);
  const change = (update: (before: readonly EscalationStep[]) => readonly EscalationStep[]) =>
    edit.save((before) => {
      const next = inOrder(update(inOrder(before ?? [])));
      return next.length > 0 ? next : undefined;
    });
  const set = (at: number, fields: Partial<EscalationStep>) =>
    change((before) => before.map((step, i) => (i === at ? { ...step, ...fields } : step)));
  return (
    <Editable edit={edit}>
      <datalist id={CHANNEL_LIST}>
        {CHANNELS.map((channel) => (
          <option key={channel} value={channel} />
        ))}
      </datalist>
      <div className="climb" data-field="steps">
        {steps.length === 0 && (
          <p className="inspector__hint">Nobody is told. Add who hears of it first.</p>
        )}
        <SortList
          label="Steps"
          items={steps.map((step, i) => ({
            key: String(i),
            name: labelOf(state, step.notify),
            content: (
              <Rung
                step={step}
                before={steps[i - 1]}
                index={i}
                onSet={(fields) => set(i, fields)}
              />
            ),
          }))}
          onMove={(order) => void change((before) => moveRungs(before, order.map(Number)))}
          onRemove={(key) => void change((before) => before.filter((_, i) => i !== Number(key)))}
        />
        {adding ? (
          <ResponderInput
            id="ladder-new"
            aria-label="Who is told next"
            required
            value={undefined}
            onCommit={async (notify) => {
              if (!notify) return false;
              const done = await change((before) => [
                ...before,
                { after_minutes: nextMinutes(before), notify },
              ]);
              if (done) setAdding(false);
              return done;
            }}
          />
        ) : (
          <Button
            look="quiet"
            icon={Plus}
            className="add"
            data-testid="ladder-add"
            onClick={() => setAdding(true)}
          >
            Add a step
          </Button>
        )}
        <FieldError>{edit.refusal}</FieldError>
      </div>
      <RepeatField last={steps.at(-1)?.after_minutes ?? 0} />
    </Editable>
  );
}

interface RungProps {
  readonly step: EscalationStep;
  readonly before: EscalationStep | undefined;
  readonly index: number;
  readonly onSet: (fields: Partial<EscalationStep>) => Promise<boolean>;
}

function Rung({ step, before, index, onSet }: RungProps) {
  const gap = before ? step.after_minutes - before.after_minutes : 0;
  const which = `step ${index + 1}`;
  return (
    <div className="rung">
      <div className="rung__when">
        <NumberInput
          aria-label={`Minutes after the start, ${which}`}
          integer
          required
          least={0}
          unit="min"
          value={step.after_minutes}
          onCommit={(minutes) => onSet({ after_minutes: minutes ?? 0 })}
        />
        <span className="rung__clock" title="Since the start">
          {clockOf(step.after_minutes)}
          {gap > 0 && gap < step.after_minutes && <small>{clockOf(gap)} later</small>}
        </span>
      </div>
      <ResponderInput
        id={`ladder-${index}`}
        aria-label={`Who is told, ${which}`}
        required
        value={step.notify}
        onCommit={(notify: Responder | null) =>
          notify ? onSet({ notify }) : Promise.resolve(false)
        }
      />
      <TextEntry
        aria-label={`Channel, ${which}`}
        placeholder="How: page, phone, slack"
        list={CHANNEL_LIST}
        value={step.channel ?? ""}
        onCommit={(channel) => onSet({ channel })}
      />
    </div>
  );
}

/** How often the whole ladder is climbed again. */
function RepeatField({ last }: { readonly last: number }) {
  const edit = useField<number | undefined>("repeat");
  const again = edit.value ?? 0;
  return (
    <Editable edit={edit}>
      <div className="climb__repeat" data-field="repeat">
        <Repeat size={13} aria-hidden />
        <label htmlFor="ladder-repeat">Then again</label>
        <NumberInput
          id="ladder-repeat"
          integer
          least={0}
          unit="times"
          placeholder="0"
          value={again === 0 ? null : again}
          onCommit={(count) => edit.save(() => count || undefined)}
        />
        <FieldError>{edit.refusal}</FieldError>
      </div>
      <p className="inspector__hint" aria-live="polite">
        {last === 0 ? "Everybody is told at once" : `The last one is told after ${clockOf(last)}`}
        {again > 0 && `; in all, the ladder is climbed ${again + 1} times`}.
      </p>
    </Editable>
  );
}
