/** The fields of any record, whether it stands on a drawing or not. */
import type { ReactNode } from "react";
import { Empty } from "../../components/empty";
import { kindName } from "../../document/records";
import { useDocument, useRecord } from "../../document/store";
import type { Kind, RecordKey } from "../../platform";
import { ReviewInspector } from "../review/review-inspector";
import { ScenarioInspector } from "../simulation/scenario-inspector";
import { AgentInspector } from "./agent/agent";
import { AgentVersionInspector } from "./agent/agent-version";
import { ContractInspector } from "./contract/contract";
import { ContractVersionInspector } from "./contract/contract-version";
import { GroupInspector } from "./drawing/group";
import { TopologyInspector } from "./drawing/topology";
import { EditRecord } from "./edit";
import { HandoffInspector } from "./handoff";
import { CapabilityInspector } from "./record/capability";
import { PlainInspector } from "./record/plain";
import { RuleSettingInspector, SilenceInspector } from "./record/rule";
import { EscalationPathInspector } from "./team/escalation-path";
import { PersonInspector } from "./team/person";
import { RotationInspector } from "./team/rotation";
import { TeamInspector } from "./team/team";
import "./record.css";
import "./inspector.css";

export interface RecordInspectorProps {
  readonly subject: RecordKey;
  /** Puts the inspector away, where it stands in place of something else. */
  readonly onClose?: (() => void) | undefined;
}

export interface InspectorProps {
  readonly id: string;
  readonly onClose?: (() => void) | undefined;
}

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
  topology: TopologyInspector,
};

export function RecordInspector({ subject, onClose }: RecordInspectorProps) {
  const { kind, id } = subject;
  const known = useDocument((state) => state.records.get(kind)?.has(id) ?? false);
  if (!known)
    return (
      <Empty title={`There is no ${kindName(kind).toLowerCase()} of that id`}>
        <p>
          <code className="selectable">{id}</code> was deleted, or belongs to another registry.
        </p>
      </Empty>
    );
  if (kind === "handoff") return <HandoffById id={id} onClose={onClose} />;
  const Designed = DESIGNED[kind] ?? PlainInspector;
  return (
    <div className="inspector" data-testid="inspector">
      <EditRecord key={`${kind}:${id}`} subject={subject}>
        <Designed id={id} onClose={onClose} />
      </EditRecord>
    </div>
  );
}

function HandoffById({ id, onClose }: InspectorProps) {
  const handoff = useRecord("handoff", id);
  return handoff ? <HandoffInspector key={id} handoff={handoff} onClose={onClose} /> : null;
}
