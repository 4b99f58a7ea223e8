/** Kinds of records by their types, and small readings of them that several surfaces share. */
import type {
  Agent,
  AgentVersion,
  Baseline,
  Capability,
  Comment,
  Contract,
  ContractVersion,
  Deployment,
  Entry,
  Environment,
  EscalationPath,
  Group,
  Handoff,
  Incident,
  Kind,
  Memory,
  Note,
  Notice,
  ObservedHandoff,
  Outcome,
  Person,
  Placement,
  Review,
  Rotation,
  RuleSetting,
  Scenario,
  Silence,
  Target,
  Team,
  Topology,
  TrustDomain,
} from "../platform";

/** The kinds that the window reads field by field. */
export interface RecordTypes {
  agent: Agent;
  agent_version: AgentVersion;
  baseline: Baseline;
  capability: Capability;
  comment: Comment;
  contract: Contract;
  contract_version: ContractVersion;
  deployment: Deployment;
  entry: Entry;
  environment: Environment;
  escalation_path: EscalationPath;
  group: Group;
  handoff: Handoff;
  incident: Incident;
  memory: Memory;
  note: Note;
  notice: Notice;
  observed_handoff: ObservedHandoff;
  outcome: Outcome;
  person: Person;
  placement: Placement;
  review: Review;
  rotation: Rotation;
  rule_setting: RuleSetting;
  scenario: Scenario;
  silence: Silence;
  team: Team;
  topology: Topology;
  trust_domain: TrustDomain;
}

export type TypedKind = keyof RecordTypes & Kind;

export interface Stored<T> {
  /** The registry's revision at which the record last changed. */
  readonly revision: number;
  readonly record: T;
}

export function agentOf(target: Target): string | null {
  return typeof target === "string" ? target : null;
}

export function outcomeOf(target: Target): string | null {
  return typeof target === "object" && "outcome" in target ? target.outcome : null;
}

export function isQuery(target: Target): target is Extract<Target, { capabilities: string[] }> {
  return typeof target === "object" && "capabilities" in target;
}

/** A slug of a name: what an id is made of. Mirrors the registry's grammar; uniqueness is the caller's. */
export function slug(name: string, fallback: string): string {
  const text = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return text || fallback;
}

/** The first of `base`, `base-2`, `base-3` ... that is not taken. */
export function freshId(base: string, taken: (id: string) => boolean): string {
  if (!taken(base)) return base;
  let n = 2;
  while (taken(`${base}-${n}`)) n += 1;
  return `${base}-${n}`;
}

export const AGENT_KIND_NAMES: Record<NonNullable<Agent["kind"]>, string> = {
  ai: "AI agent",
  supervisor: "Supervisor",
  human: "People",
  tool: "Tool or MCP server",
  external: "Outside agent",
  queue: "Queue",
};

export const KIND_NAMES: Partial<Record<Kind, string>> = {
  agent: "Agent",
  contract: "Contract",
  contract_version: "Contract version",
  entry: "Entry",
  escalation_path: "Escalation path",
  group: "Group",
  handoff: "Handoff",
  note: "Note",
  outcome: "Outcome",
  person: "Person",
  placement: "Place on the drawing",
  rotation: "Rotation",
  rule_setting: "Rule setting",
  team: "Team",
  topology: "Topology",
};

export function kindName(kind: Kind): string {
  const words = kind.replaceAll("_", " ");
  return KIND_NAMES[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
