/** The words of closed lists as people read them. */
import type { PickerOption } from "../../../components/picker";
import type {
  ContextMode,
  Criticality,
  Handoff,
  HandoffMode,
  MaskingRule,
  MessageType,
  OwnerModel,
  Pattern,
  Responder,
  SnapshotField,
  TieBreak,
} from "../../../platform";

export const MODES: Readonly<Record<HandoffMode, string>> = {
  transfer: "Transfer: control moves",
  delegate: "Delegate: it returns",
};

export const PATTERNS: Readonly<Record<Pattern, string>> = {
  supervisor: "Supervisor",
  chain: "Handoff chain",
  hybrid: "Supervisor and chain",
  pipeline: "Pipeline",
  peer_to_peer: "Peer to peer",
  dynamic_routing: "Dynamic routing",
  escalation: "Escalation",
  blackboard: "Blackboard",
  chain_of_responsibility: "Chain of responsibility",
};

export const CRITICALITIES: Readonly<Record<Criticality, string>> = {
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical: money, law or health",
};

export const MESSAGES: Readonly<Record<MessageType, string>> = {
  TASK: "Task: work to be done",
  RESULT: "Result: work that was done",
  STATE_UPDATE: "State update",
  INTENT: "Intent: what somebody wants",
};

export const CONTEXT_MODES: Readonly<Record<ContextMode, string>> = {
  typed: "Typed fields of the contract",
  summary: "A summary; it loses something",
  full_history: "The whole history",
  queryable: "A store that the receiver asks",
};

export const TIE_BREAKS: Readonly<Record<TieBreak, string>> = {
  first: "the first by id",
  least_loaded: "the one with the least load",
  cheapest: "the cheapest",
  random: "any of them",
};

export const MASKING_RULES: Readonly<Record<MaskingRule, string>> = {
  redact: "is replaced by a mark",
  hash: "is replaced by a keyed hash",
  last_four: "keeps its last four characters",
  tokenise: "becomes a token",
  drop: "is left out",
};

export const SNAPSHOT: Readonly<Record<SnapshotField, { label: string; help: string }>> = {
  intent: { label: "Intent", help: "what the user wants" },
  resolution_status: { label: "Resolution status", help: "how far it has come" },
  verified_data: { label: "Verified data", help: "what was checked already" },
  steps_tried: { label: "Steps tried", help: "what was done so far" },
  sentiment: { label: "Sentiment", help: "how the user feels" },
};

export const OWNER_MODELS: Readonly<Record<OwnerModel, { label: string; help: string }>> = {
  downstream: { label: "Downstream", help: "The receiver's team answers for it." },
  platform: { label: "Platform", help: "A platform team answers for it on behalf of others." },
  joint: { label: "Joint", help: "Both sides answer, and say who decides when they disagree." },
};

/** A closed list as options. */
export function optionsOf(words: Readonly<Record<string, string>>): PickerOption[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

export function joinWords(join: Handoff["join"]): string {
  if (typeof join === "object") return `${join.n} of them`;
  return join === "any" ? "any of them" : "all of them";
}

export function responderValue(responder: Responder | null | undefined): string {
  return responder ? `${responder.kind}:${responder.id}` : "";
}

/** Reads `kind:id`; null for anything that cannot be called. */
export function responderOf(value: string): Responder | null {
  const colon = value.indexOf(":");
  const kind = value.slice(0, colon);
  const id = value.slice(colon + 1);
  return kind === "person" || kind === "rotation" || kind === "team" ? { kind, id } : null;
}
