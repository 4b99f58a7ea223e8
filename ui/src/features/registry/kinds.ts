/** The kinds of records as the registry lists them. */
import { kindName } from "../../document/records";
import type { Kind } from "../../platform";

export interface KindGroup {
  readonly title: string;
  readonly kinds: readonly Kind[];
}

/** Notes, groups and places belong to drawings alone. */
export const KIND_GROUPS: readonly KindGroup[] = [
  { title: "Who", kinds: ["team", "person", "rotation", "escalation_path", "trust_domain"] },
  {
    title: "What",
    kinds: ["topology", "agent", "handoff", "entry", "outcome", "capability", "memory"],
  },
  { title: "Contracts", kinds: ["contract", "contract_version", "agent_version", "review"] },
  {
    title: "Operations",
    kinds: [
      "environment",
      "deployment",
      "scenario",
      "baseline",
      "incident",
      "observed_handoff",
      "rule_setting",
      "silence",
      "comment",
      "notice",
    ],
  },
];

const IRREGULAR: Partial<Record<Kind, string>> = {
  capability: "Capabilities",
  entry: "Entries",
  memory: "Memories",
  person: "People",
  placement: "Places on drawings",
  topology: "Topologies",
};

/** For example "Escalation paths". */
export function kindNames(kind: Kind): string {
  return IRREGULAR[kind] ?? `${kindName(kind)}s`;
}

/** `3 agents`, in the middle of a sentence. */
export function countOf(kind: Kind, count: number): string {
  const name = count === 1 ? kindName(kind) : kindNames(kind);
  return `${count.toLocaleString("en")} ${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** What stands in the registry because something happened, and is not written by hand. */
const TOLD: ReadonlySet<Kind> = new Set(["observed_handoff", "notice"]);

export function canBeMade(kind: Kind): boolean {
  return !TOLD.has(kind) && kind !== "placement";
}

/** What an empty table says about the kind: what it is for. */
export const KIND_PURPOSES: Readonly<Record<Kind, string>> = {
  agent: "AI agents, supervisors, people, tools and outside agents that hand work to each other.",
  agent_version: "Which contract versions a version of an agent sends and takes.",
  baseline: "Named states of a topology, to compare later ones with.",
  capability: "The shared vocabulary of what agents can do and handoffs ask for.",
  comment: "Remarks on records.",
  contract: "What may travel with a handoff, agreed on by both sides.",
  contract_version: "The schema of a contract, version by version.",
  deployment: "Which version of an agent runs in which environment.",
  entry: "Where requests come into a topology.",
  environment: "Places where versions run, in order: for example staging, then production.",
  escalation_path: "Whom to tell when nobody answers, and after how many minutes.",
  group: "Frames around boxes of a drawing.",
  handoff:
    "Where one agent's work ends and another's begins. Draw one from an agent's edge to another agent.",
  incident: "What went wrong at a handoff, and what was learnt from it.",
  memory: "Stores that agents share, with their keys and how long they are kept.",
  note: "Notes on a drawing.",
  notice: "Messages to teams about reviews, deprecations and changed owners.",
  observed_handoff: "Handoffs that were seen in traces, drawn or not.",
  outcome: "How requests end.",
  person: "People who can be called, and the teams they belong to.",
  placement: "Where boxes stand on their drawing.",
  review:
    "Changes that wait for both sides to agree. One is asked for on the page of a contract version, or in the changes of a topology.",
  rotation: "Who is on call when.",
  rule_setting: "Severities and options of rules that differ from the usual ones.",
  scenario: "Loads and faults that a topology is simulated with.",
  silence: "Findings that may stand, each with its reason.",
  team: "Who owns agents, contracts and handoffs.",
  topology: "Drawings of agents and the handoffs between them.",
  trust_domain: "Organisations' areas of trust, which data must not leave unmasked.",
};
