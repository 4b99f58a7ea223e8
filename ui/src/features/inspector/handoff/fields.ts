/** The fields of a handoff in the order in which they are read: what each is called, where it stands, how it is found. */

export const SECTIONS = {
  route: { title: "From, to and mode", open: true },
  trigger: { title: "When", open: true },
  contract: { title: "What travels", open: true },
  context: { title: "Memory, masking, transport", open: false },
  ownership: { title: "Ownership", open: true },
  policy: { title: "If it fails", open: false },
  fallbacks: { title: "Fallbacks", open: false },
  gate: { title: "Human gate", open: false },
  people: { title: "What people see and hear", open: false },
  alerts: { title: "Alerts and runbook", open: false },
  traces: { title: "Traces", open: false },
  targets: { title: "Targets", open: false },
  simulation: { title: "Simulation", open: false },
} as const satisfies Readonly<Record<string, { title: string; open: boolean }>>;

export type SectionId = keyof typeof SECTIONS;

interface FieldInfo {
  readonly section: SectionId;
  readonly label: string;
  /** Other words by which people look for it. */
  readonly also?: string;
}

/** By the names that findings use. */
export const FIELDS = {
  from: { section: "route", label: "From", also: "sender" },
  to: { section: "route", label: "To", also: "receiver target outcome capability query tags" },
  mode: { section: "route", label: "Mode", also: "transfer delegate parallel group join" },
  pattern: { section: "route", label: "Pattern", also: "coordination supervisor chain" },
  criticality: { section: "route", label: "Criticality", also: "importance" },
  trigger: {
    section: "trigger",
    label: "Trigger",
    also: "when condition confirm debounce wait priority otherwise decided",
  },
  condition: { section: "trigger", label: "Condition (CEL)", also: "expression" },
  contract: { section: "contract", label: "Contract" },
  version: { section: "contract", label: "Version", also: "pin" },
  "message-type": { section: "contract", label: "Message", also: "type task result intent" },
  "context-mode": { section: "contract", label: "Context", also: "mode summary history typed" },
  "required-capabilities": {
    section: "contract",
    label: "Receiver must be able to",
    also: "required capabilities tags",
  },
  "memory-reads": { section: "context", label: "Receiver reads", also: "memory key" },
  "memory-writes": { section: "context", label: "Sender writes", also: "memory key" },
  masking: { section: "context", label: "Masked fields", also: "sensitive redact hash token" },
  transport: { section: "context", label: "Transport", also: "bus packaging state store" },
  "owner-model": { section: "ownership", label: "Model", also: "downstream platform joint" },
  owners: { section: "ownership", label: "Owners", also: "team" },
  "fallback-owner": { section: "ownership", label: "Fallback owner", also: "responsible" },
  "escalation-path": { section: "ownership", label: "Escalation path", also: "ladder call" },
  disagreement: { section: "ownership", label: "If they disagree", also: "joint decides rule" },
  timeout: { section: "policy", label: "Timeout and retries", also: "backoff attempts" },
  "loop-limit": { section: "policy", label: "Loop limit", also: "passes entity key" },
  breaker: { section: "policy", label: "Circuit breaker", also: "threshold window reset" },
  "on-reject": { section: "policy", label: "Rejected payload", also: "on reject" },
  "dead-letter": { section: "policy", label: "Dead letter", also: "undelivered queue" },
  acknowledge: { section: "policy", label: "Acknowledge", also: "release control" },
  rollback: { section: "policy", label: "Roll back" },
  "boundary-validation": {
    section: "policy",
    label: "Boundary validation",
    also: "validate entry",
  },
  "idempotent-by": { section: "policy", label: "Idempotent", also: "duplicate repeat" },
  resync: { section: "policy", label: "Resync", also: "dropped connection" },
  fallbacks: { section: "fallbacks", label: "Fallbacks", also: "takes over" },
  gate: { section: "gate", label: "Human gate", also: "review approve decision" },
  reviewers: { section: "gate", label: "Reviewers", also: "who decides" },
  card: {
    section: "gate",
    label: "Decision card",
    also: "question summary proposed action answers",
  },
  "gate-figures": { section: "gate", label: "Review", also: "minutes catches" },
  snapshot: { section: "people", label: "Snapshot", also: "intent verified steps sentiment" },
  continuity: {
    section: "people",
    label: "What the user is told",
    also: "continuity language text",
  },
  discloses: { section: "people", label: "Discloses", also: "ai or person" },
  "user-can-escalate": { section: "people", label: "User can ask for a person", also: "escalate" },
  alerts: { section: "alerts", label: "Alerts", also: "severity condition runbook url" },
  checks: { section: "alerts", label: "What to check", also: "runbook" },
  replay: { section: "alerts", label: "How to replay", also: "runbook" },
  notes: { section: "alerts", label: "Notes", also: "runbook markdown" },
  span: { section: "traces", label: "Span", also: "observability" },
  attributes: { section: "traces", label: "Attributes", also: "observability span" },
  dashboard: { section: "traces", label: "Dashboard", also: "observability link" },
  targets: {
    section: "targets",
    label: "Targets",
    also: "success latency context loss human rate",
  },
  behaviour: {
    section: "simulation",
    label: "Simulation",
    also: "share unavailable malformed context loss latency behaviour",
  },
} as const satisfies Readonly<Record<string, FieldInfo>>;

export type FieldName = keyof typeof FIELDS;

export function isField(name: string | undefined): name is FieldName {
  return name !== undefined && Object.hasOwn(FIELDS, name);
}

/** Whether a field, or the section that it stands in, answers to the words. */
export function answersTo(name: FieldName, words: string): boolean {
  const { section, label, ...rest }: FieldInfo = FIELDS[name];
  const text = `${label} ${rest.also ?? ""} ${name} ${SECTIONS[section].title}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function fieldsOf(section: SectionId): FieldName[] {
  return (Object.keys(FIELDS) as FieldName[]).filter((name) => FIELDS[name].section === section);
}

/** Where the session remembers whether a section is open. */
export function sectionKey(section: SectionId): string {
  return `handoff.${section}`;
}
