/** The alerts that cover the handoff, and what the person on call needs. */
import type { Handoff } from "../../../platform";
import { AlertList } from "./alert-list";
import { CheckList } from "./check-list";
import { inPart } from "./edit";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { TextField } from "./text-field";

export function AlertSection({ handoff }: { readonly handoff: Handoff }) {
  const { alerts = [], runbook = {} } = handoff;
  const checks = runbook.checks ?? [];
  const summary = [
    alerts.length > 0 && `${alerts.length} ${alerts.length === 1 ? "alert" : "alerts"}`,
    checks.length > 0 && `${checks.length} ${checks.length === 1 ? "check" : "checks"}`,
    runbook.replay && "replay",
    runbook.notes && "notes",
  ];
  return (
    <HandoffSection id="alerts" summary={summary.filter(Boolean).join(", ")}>
      <Frame name="alerts" wide>
        <AlertList alerts={alerts} />
      </Frame>
      <Frame name="checks" wide>
        <CheckList checks={checks} />
      </Frame>
      <Frame name="replay" wide>
        {(id) => (
          <TextField
            id={id}
            paragraphs
            value={runbook.replay}
            placeholder="How what was lost is sent again"
            change={(replay) => inPart("runbook", { replay })}
            data-testid="runbook-replay"
          />
        )}
      </Frame>
      <Frame name="notes" wide>
        {(id) => (
          <TextField
            id={id}
            paragraphs
            value={runbook.notes}
            placeholder="Anything else, in Markdown"
            change={(notes) => inPart("runbook", { notes })}
            data-testid="runbook-notes"
          />
        )}
      </Frame>
    </HandoffSection>
  );
}
