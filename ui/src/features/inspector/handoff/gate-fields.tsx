/** Everything that can be said of a gate: who decides, on what card, how long that takes and how much it catches. */
import type { ReactNode } from "react";
import type { Gate, Handoff } from "../../../platform";
import { Frame } from "./frame";
import { GateCard } from "./gate-card";
import { inGate } from "./gate-edit";
import { NumberChip } from "./number-chip";
import { Reviewers } from "./reviewers";
import type { Insert } from "./text-field";
import { TimeChip } from "./time-chip";

export interface GateFieldsProps {
  readonly handoff: Handoff;
  readonly gate: Gate;
  /** Hears of what is typed and not stored yet. */
  readonly onTyping?: (typed: Partial<Gate>) => void;
  /** Offers fields for the summary, in place of the usual list. */
  readonly insertion?: (insert: Insert) => ReactNode;
}

export function GateFields({ handoff, gate, onTyping, insertion }: GateFieldsProps) {
  return (
    <>
      <Frame name="reviewers" wide>
        <Reviewers gate={gate} />
      </Frame>
      <Frame name="card" wide>
        <GateCard handoff={handoff} gate={gate} onTyping={onTyping} insertion={insertion} />
      </Frame>
      <Frame name="gate-figures" bare>
        <p className="sentence">
          A review takes{" "}
          <TimeChip
            label="Time of a review"
            value={gate.minutes}
            unit="min"
            fractions
            placeholder="2 min"
            change={(minutes) => inGate(() => ({ minutes }))}
            data-testid="gate-minutes"
          />{" "}
          and catches{" "}
          <NumberChip
            label="Share that is caught"
            hint="Share of requests gone wrong that the reviewer notices"
            value={gate.catches}
            percent
            least={0}
            placeholder="90 %"
            change={(catches) => inGate(() => ({ catches }))}
            data-testid="gate-catches"
          />{" "}
          of what has gone wrong.
        </p>
      </Frame>
    </>
  );
}
