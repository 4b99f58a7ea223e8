/** A small support desk, as tests need it: two agents, one handoff between them, one finding with a fix. */
import type { Agent, Finding, Handoff, StoredRecord } from "../platform";

export const TRIAGE: Agent = {
  id: "triage",
  name: "Triage",
  kind: "supervisor",
  team: "care",
  capabilities: ["intake"],
};
export const BILLING: Agent = { id: "billing", name: "Billing" };
export const TO_BILLING: Handoff = {
  id: "triage-to-billing",
  topology: "desk",
  from: "triage",
  to: "billing",
};

export const RECORDS: readonly Omit<StoredRecord, "revision">[] = [
  { kind: "team", id: "care", record: { id: "care", name: "Customer Care" } },
  { kind: "team", id: "money", record: { id: "money", name: "Money" } },
  { kind: "topology", id: "desk", record: { id: "desk", name: "Support desk" } },
  { kind: "agent", id: "triage", record: TRIAGE },
  { kind: "agent", id: "billing", record: BILLING },
  { kind: "handoff", id: "triage-to-billing", record: TO_BILLING },
];

export const UNOWNED: Finding = {
  key: "OWN001:agent:billing",
  code: "OWN001",
  name: "agent-without-owner",
  severity: "error",
  subject: { kind: "agent", id: "billing" },
  topology: null,
  message: "Billing has no owning team; say which team answers for it.",
  why: "Nobody is called when it breaks.",
  path: [],
  silenced: null,
  fixes: [
    {
      title: "Give Billing to Money",
      safe: false,
      edits: [
        {
          op: "put",
          kind: "agent",
          id: "billing",
          record: { ...BILLING, team: "money" },
          base_revision: null,
          operation_id: "",
        },
      ],
    },
  ],
};

export const NO_CONTRACT: Finding = {
  key: "CON001:handoff:triage-to-billing",
  code: "CON001",
  name: "handoff-without-contract",
  severity: "warning",
  subject: { kind: "handoff", id: "triage-to-billing" },
  topology: "desk",
  message: "The handoff has no contract.",
  why: "The receiver guesses.",
  path: [],
  silenced: null,
  fixes: [],
};
