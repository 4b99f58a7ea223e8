/** A person's decision on the way: who decides, on what card, and what each answer does. */
import { PencilRuler } from "lucide-react";
import { Button } from "../../../components/button";
import type { Handoff } from "../../../platform";
import { designGate } from "../../gates/show";
import { GateFields } from "./gate-fields";
import { HandoffSection } from "./handoff-section";
import { SwitchField } from "./switch-field";

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
          <Button
            icon={PencilRuler}
            data-testid="gate-design"
            onClick={() => designGate(handoff.id)}
          >
            Design it beside a sample
          </Button>
          <GateFields handoff={handoff} gate={gate} />
        </>
      )}
    </HandoffSection>
  );
}
