/** The fields of records that have an inspector of their own, or are shown as their schema has them. */
import type { ReactNode } from "react";
import { useRecord } from "../../document/store";
import type { Kind } from "../../platform";
import { ReviewInspector } from "../review/review-inspector";
import { ScenarioInspector } from "../simulation/scenario-inspector";
import { AgentInspector } from "./agent/agent";
import { AgentVersionInspector } from "./agent/agent-version";
import { ContractInspector } from "./contract/contract";
import { ContractVersionInspector } from "./contract/contract-version";
import { GroupInspector } from "./drawing/group";
import { HandoffInspector } from "./handoff";
import type { InspectorProps } from "./record";
import { CapabilityInspector } from "./record/capability";
import { PlainInspector } from "./record/plain";
import { RuleSettingInspector, SilenceInspector } from "./record/rule";
import { EscalationPathInspector } from "./team/escalation-path";
import { PersonInspector } from "./team/person";
import { RotationInspector } from "./team/rotation";
import { TeamInspector } from "./team/team";

/** Everything else is shown as its schema has it. */
const DESIGNED: Partial<Record<Kind, (props: InspectorProps) => ReactNode>> = {
  agent: AgentInspector,
  agent_version: AgentVersionInspector,
  capability: CapabilityInspector,
  contract: ContractInspector,
  contract_version: ContractVersionInspector,
  escalation_path: EscalationPathInspector,
  group: GroupInspector,
  person: PersonInspector,
  review: ReviewInspector,
  rotation: RotationInspector,
  rule_setting: RuleSettingInspector,
  scenario: ScenarioInspector,
  silence: SilenceInspector,
  team: TeamInspector,
};

interface DesignedProps extends InspectorProps {
  readonly kind: Kind;
}

export function DesignedInspector({ kind, ...props }: DesignedProps) {
  const Designed = DESIGNED[kind] ?? PlainInspector;
  return <Designed {...props} />;
}

export function HandoffById({ id, onClose }: InspectorProps) {
  const handoff = useRecord("handoff", id);
  return handoff ? <HandoffInspector key={id} handoff={handoff} onClose={onClose} /> : null;
}
