/** What the handoff has to reach. */
import { formatDuration } from "../../../components/duration";
import { numberText } from "../../../components/number-text";
import type { Handoff } from "../../../platform";
import { inPart } from "./edit";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { NumberChip } from "./number-chip";
import { Tight } from "./tight";
import { TimeChip } from "./time-chip";

export function TargetSection({ handoff }: { readonly handoff: Handoff }) {
  const { success, latency_p95_ms, context_loss, human_rate } = handoff.targets ?? {};
  const summary = [
    success != null && `${numberText(success, true)} % succeed`,
    latency_p95_ms != null && `95 % within ${formatDuration(latency_p95_ms, "ms")}`,
    context_loss != null && `context loss ${numberText(context_loss, true)} %`,
    human_rate != null && `${numberText(human_rate, true)} % with people`,
  ];
  return (
    <HandoffSection id="targets" summary={summary.filter(Boolean).join(", ")}>
      <Frame name="targets" bare>
        <p className="sentence">
          At least{" "}
          <NumberChip
            label="Smallest share of successful handoffs"
            value={success}
            percent
            least={0}
            placeholder="no share"
            change={(value) => inPart("targets", { success: value })}
            data-testid="targets-success"
          />{" "}
          succeed, 95 % of them within{" "}
          <Tight after=".">
            <TimeChip
              label="95th percentile of latency"
              value={latency_p95_ms}
              unit="ms"
              placeholder="no time limit"
              change={(value) => inPart("targets", { latency_p95_ms: value })}
              data-testid="targets-latency"
            />
          </Tight>{" "}
          Context is lost in at most{" "}
          <Tight after=",">
            <NumberChip
              label="Largest share of lost context"
              value={context_loss}
              percent
              least={0}
              placeholder="no share"
              change={(value) => inPart("targets", { context_loss: value })}
              data-testid="targets-context-loss"
            />
          </Tight>{" "}
          and at most{" "}
          <NumberChip
            label="Largest share that ends with a person"
            value={human_rate}
            percent
            least={0}
            placeholder="no share"
            change={(value) => inPart("targets", { human_rate: value })}
            data-testid="targets-human-rate"
          />{" "}
          end with a person.
        </p>
      </Frame>
    </HandoffSection>
  );
}
