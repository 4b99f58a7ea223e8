/** Who owns the handoff, who is called when it breaks, and who decides when owners disagree. */
import { useRecords } from "../../../document/store";
import type { Handoff } from "../../../platform";
import { useIdOptions } from "../record/options";
import { DisagreementFields } from "./disagreement";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { Ladder } from "./ladder";
import { OwnerList } from "./owner-list";
import { OwnerModelChoice } from "./owner-model";
import { PickField } from "./pick-field";
import { ResponderField } from "./responder-field";
import { OWNER_MODELS } from "./words";

export function OwnershipSection({ handoff }: { readonly handoff: Handoff }) {
  const teams = useRecords("team");
  const paths = useIdOptions("escalation_path");
  const { owner_model, owners = [], escalation_path, disagreement } = handoff;
  const summary = [
    owner_model && OWNER_MODELS[owner_model].label,
    owners.map((id) => teams.get(id)?.record.name ?? id).join(" and "),
    paths.find(({ value }) => value === escalation_path)?.label,
  ];
  return (
    <HandoffSection id="ownership" summary={summary.filter(Boolean).join(", ")}>
      <Frame name="owner-model" wide>
        <OwnerModelChoice handoff={handoff} />
      </Frame>
      <Frame name="owners" wide>
        <OwnerList handoff={handoff} />
      </Frame>
      {(owner_model === "joint" || disagreement) && (
        <Frame name="disagreement" wide>
          <DisagreementFields handoff={handoff} />
        </Frame>
      )}
      <Frame name="fallback-owner" wide>
        {(id) => (
          <ResponderField
            id={id}
            value={handoff.fallback_owner}
            none="Nobody yet"
            change={(responder) => () => ({ fallback_owner: responder })}
            data-testid="inspector-fallback-owner"
          />
        )}
      </Frame>
      <Frame name="escalation-path" wide>
        {(id) => (
          <>
            <PickField
              id={id}
              value={escalation_path ?? ""}
              none="None yet"
              options={paths}
              change={(path) => () => ({ escalation_path: path || null })}
              data-testid="inspector-escalation"
            />
            {escalation_path && <Ladder id={escalation_path} />}
          </>
        )}
      </Frame>
    </HandoffSection>
  );
}
