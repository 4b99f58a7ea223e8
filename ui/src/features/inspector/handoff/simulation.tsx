/** The figures that a simulation takes; those left out take the defaults of the record, which stand in their places. */
import { formatDuration } from "../../../components/duration";
import { numberText } from "../../../components/number-text";
import type { Handoff } from "../../../platform";
import { inPart } from "./edit";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { NumberChip } from "./number-chip";
import { Tight } from "./tight";
import { TimeChip } from "./time-chip";

export function SimulationSection({ handoff }: { readonly handoff: Handoff }) {
  const { share, unavailable, malformed, context_loss, latency_ms } = handoff.behaviour ?? {};
  const summary = [
    share != null && `weight ${share}`,
    unavailable != null && `${numberText(unavailable, true)} % fail`,
    malformed != null && `${numberText(malformed, true)} % malformed`,
    context_loss != null && `${numberText(context_loss, true)} % lose context`,
    latency_ms != null && formatDuration(latency_ms, "ms"),
  ];
  return (
    <HandoffSection id="simulation" summary={summary.filter(Boolean).join(", ")}>
      <Frame name="behaviour" bare>
        <p className="sentence">
          It weighs{" "}
          <NumberChip
            label="Weight among the sender's handoffs"
            value={share}
            least={0}
            placeholder="1"
            change={(value) => inPart("behaviour", { share: value })}
            data-testid="behaviour-share"
          />{" "}
          among the sender's handoffs. An attempt takes{" "}
          <Tight after=";">
            <TimeChip
              label="Time of one attempt"
              value={latency_ms}
              unit="ms"
              fractions
              placeholder="20 ms"
              change={(value) => inPart("behaviour", { latency_ms: value })}
              data-testid="behaviour-latency"
            />
          </Tight>{" "}
          it fails in{" "}
          <Tight after=",">
            <NumberChip
              label="Probability that an attempt fails"
              value={unavailable}
              percent
              least={0}
              placeholder="0 %"
              change={(value) => inPart("behaviour", { unavailable: value })}
              data-testid="behaviour-unavailable"
            />
          </Tight>{" "}
          the payload is malformed in{" "}
          <Tight after=",">
            <NumberChip
              label="Probability that the payload is malformed"
              value={malformed}
              percent
              least={0}
              placeholder="0 %"
              change={(value) => inPart("behaviour", { malformed: value })}
            />
          </Tight>{" "}
          context is lost in{" "}
          <NumberChip
            label="Probability that context is lost"
            value={context_loss}
            percent
            least={0}
            placeholder="0 %"
            change={(value) => inPart("behaviour", { context_loss: value })}
          />{" "}
          of all cases.
        </p>
      </Frame>
    </HandoffSection>
  );
}
