/** Who decides when joint owners disagree, and how. */
import type { Handoff } from "../../../platform";
import { useIdOptions } from "../record/options";
import { inPart } from "./edit";
import { PickField } from "./pick-field";
import { ResponderField } from "./responder-field";
import { TextField } from "./text-field";

export function DisagreementFields({ handoff }: { readonly handoff: Handoff }) {
  const paths = useIdOptions("escalation_path");
  const { escalation_path, decides, rule } = handoff.disagreement ?? {};
  return (
    <div className="handoff__stack">
      <ResponderField
        aria-label="Who has the last word"
        value={decides}
        none="Nobody has the last word yet"
        change={(responder) => inPart("disagreement", { decides: responder })}
        data-testid="disagreement-decides"
      />
      <PickField
        aria-label="Escalation path for disagreements"
        value={escalation_path ?? ""}
        none="No path is walked"
        options={paths}
        change={(path) => inPart("disagreement", { escalation_path: path || null })}
      />
      <TextField
        multiline
        aria-label="Rule for disagreements"
        value={rule}
        placeholder="The rule, in words"
        change={(words) => inPart("disagreement", { rule: words })}
        data-testid="disagreement-rule"
      />
    </div>
  );
}
