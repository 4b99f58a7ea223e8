/** The schema of every kind of record, as the model writes it. */
import agent from "../../../../../schemas/agent.schema.json";
import agentVersion from "../../../../../schemas/agent_version.schema.json";
import baseline from "../../../../../schemas/baseline.schema.json";
import capability from "../../../../../schemas/capability.schema.json";
import comment from "../../../../../schemas/comment.schema.json";
import contract from "../../../../../schemas/contract.schema.json";
import contractVersion from "../../../../../schemas/contract_version.schema.json";
import deployment from "../../../../../schemas/deployment.schema.json";
import entry from "../../../../../schemas/entry.schema.json";
import environment from "../../../../../schemas/environment.schema.json";
import escalationPath from "../../../../../schemas/escalation_path.schema.json";
import group from "../../../../../schemas/group.schema.json";
import handoff from "../../../../../schemas/handoff.schema.json";
import incident from "../../../../../schemas/incident.schema.json";
import memory from "../../../../../schemas/memory.schema.json";
import note from "../../../../../schemas/note.schema.json";
import notice from "../../../../../schemas/notice.schema.json";
import observedHandoff from "../../../../../schemas/observed_handoff.schema.json";
import outcome from "../../../../../schemas/outcome.schema.json";
import person from "../../../../../schemas/person.schema.json";
import placement from "../../../../../schemas/placement.schema.json";
import review from "../../../../../schemas/review.schema.json";
import rotation from "../../../../../schemas/rotation.schema.json";
import ruleSetting from "../../../../../schemas/rule_setting.schema.json";
import scenario from "../../../../../schemas/scenario.schema.json";
import silence from "../../../../../schemas/silence.schema.json";
import team from "../../../../../schemas/team.schema.json";
import topology from "../../../../../schemas/topology.schema.json";
import trustDomain from "../../../../../schemas/trust_domain.schema.json";
import type { Kind } from "../../../platform";
import type { RecordSchema } from "./shape";

const ALL = {
  agent,
  agent_version: agentVersion,
  baseline,
  capability,
  comment,
  contract,
  contract_version: contractVersion,
  deployment,
  entry,
  environment,
  escalation_path: escalationPath,
  group,
  handoff,
  incident,
  memory,
  note,
  notice,
  observed_handoff: observedHandoff,
  outcome,
  person,
  placement,
  review,
  rotation,
  rule_setting: ruleSetting,
  scenario,
  silence,
  team,
  topology,
  trust_domain: trustDomain,
} satisfies Readonly<Record<Kind, object>>;

export const KINDS = Object.keys(ALL) as readonly Kind[];

export function schemaOf(kind: Kind): RecordSchema {
  // Imported files have the type of their very text; the form reads them as what they are.
  return ALL[kind] as unknown as RecordSchema;
}
