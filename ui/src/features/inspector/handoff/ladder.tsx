/** An escalation path as its steps with their times, and the way to the path itself. */
import { Repeat } from "lucide-react";
import { formatDuration } from "../../../components/duration";
import { nameOf, useDocument, useRecord } from "../../../document/store";
import type { EscalationStep, Responder } from "../../../platform";
import { RecordLink } from "../record/record-link";

export function Ladder({ id }: { readonly id: string }) {
  const path = useRecord("escalation_path", id);
  if (!path) return null;
  const steps = [...(path.steps ?? [])].sort((a, b) => a.after_minutes - b.after_minutes);
  const repeat = path.repeat ?? 0;
  return (
    <div className="ladder" data-testid="ladder">
      {steps.length === 0 ? (
        <p className="inspector__hint">The path has no steps: nobody is called.</p>
      ) : (
        <ol>
          {steps.map((step, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity, and may be equal.
            <li key={i} className="ladder__step">
              <span className="ladder__time">{timeOf(step)}</span>
              <span className="ladder__who" dir="auto">
                <ResponderName responder={step.notify} />
                {step.channel && <span className="ladder__channel">{step.channel}</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
      {repeat > 0 && (
        <p className="ladder__repeat">
          <Repeat size={11} aria-hidden />
          then again, {repeat} {repeat === 1 ? "time" : "times"}
        </p>
      )}
      <RecordLink subject={{ kind: "escalation_path", id }} label="Open the path" />
    </div>
  );
}

export function ResponderName({ responder }: { readonly responder: Responder }) {
  const name = useDocument((state) => nameOf(state, responder.kind, responder.id));
  return (
    <>
      <bdi>{name}</bdi>
      {responder.kind !== "person" && <span className="ladder__kind"> ({responder.kind})</span>}
    </>
  );
}

function timeOf({ after_minutes }: EscalationStep): string {
  return after_minutes === 0 ? "at once" : `after ${formatDuration(after_minutes, "min")}`;
}
