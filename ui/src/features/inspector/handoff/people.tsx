/** What a person gets with the handoff, and what the user is told. */
import type { Handoff } from "../../../platform";
import { ContinuityList } from "./continuity";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { SnapshotChecks } from "./snapshot";
import { SwitchField } from "./switch-field";

export function PeopleSection({ handoff }: { readonly handoff: Handoff }) {
  const { snapshot = [], continuity = [], discloses, user_can_escalate } = handoff;
  const summary = [
    snapshot.length > 0 && `snapshot of ${snapshot.length}`,
    continuity.length > 0 && `told in ${continuity.map(({ language }) => language).join(", ")}`,
    discloses && "discloses",
    user_can_escalate && "user can ask for a person",
  ];
  return (
    <HandoffSection id="people" summary={summary.filter(Boolean).join(", ")}>
      <Frame name="snapshot" wide>
        <SnapshotChecks snapshot={snapshot} />
      </Frame>
      <Frame name="continuity" wide>
        <ContinuityList continuity={continuity} />
      </Frame>
      <div className="handoff__switches">
        <SwitchField
          name="discloses"
          label="The user is told whether an AI or a person answers"
          checked={discloses ?? false}
          change={(on) => () => ({ discloses: on || null })}
        />
        <SwitchField
          name="user-can-escalate"
          label="The user can ask for a person here"
          checked={user_can_escalate ?? false}
          change={(on) => () => ({ user_can_escalate: on || null })}
        />
      </div>
    </HandoffSection>
  );
}
