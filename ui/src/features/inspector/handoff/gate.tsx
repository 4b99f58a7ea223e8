/** A person's decision on the way: who decides, on what card, and what each answer does. */
import type { Handoff } from "../../../platform";
import { Frame } from "./frame";
import { GateCard } from "./gate-card";
import { inGate } from "./gate-edit";
import { HandoffSection } from "./handoff-section";
import { NumberChip } from "./number-chip";
import { Reviewers } from "./reviewers";
import { SwitchField } from "./switch-field";
import { TimeChip } from "./time-chip";

export function GateSection({ handoff }: { readonly handoff: Handoff }) {
  const { gate } = handoff;
  const reviewers = gate?.reviewers?.length ?? 0;
  const answers = gate?.branches?.length ?? 0;
  const summary = gate
    ? [
        reviewers > 0
          ? `${reviewers} ${reviewers === 1 ? "reviewer" : "reviewers"}`
          : "no reviewer",
        answers > 0 ? `${answers} ${answers === 1 ? "answer" : "answers"}` : "no answers",
      ].join(", ")
    : "";
  return (
    <HandoffSection id="gate" summary={summary}>
      <SwitchField
        name="gate"
        label="A person decides before it goes on"
        checked={gate != null}
        change={(on) => () => ({ gate: on ? {} : null })}
        data-testid="inspector-gate"
      />
      {gate && (
        <>
          <Frame name="reviewers" wide>
            <Reviewers gate={gate} />
          </Frame>
          <Frame name="card" wide>
            <GateCard handoff={handoff} gate={gate} />
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
      )}
    </HandoffSection>
  );
}
