/** A report for tests alone: one handoff breaks, and another one has to be upgraded. */
import type { ImpactHit, ImpactReport } from "../../platform";

export function hit(handoff: string, fields: Partial<ImpactHit> = {}): ImpactHit {
  return {
    handoff,
    topology: "desk",
    effect: "breaks",
    reason: "The receiver needs a field that the sender does not write.",
    path: [handoff],
    fields: [],
    inferred: [],
    teams: [],
    ...fields,
  };
}

export function report(fields: Partial<ImpactReport> = {}): ImpactReport {
  return {
    hits: [],
    left_out: 0,
    plan: [],
    agents: [],
    topologies: [],
    teams: [],
    counts: {
      breaks: 0,
      undecided: 0,
      unowned: 0,
      needs_upgrade: 0,
      deprecated: 0,
      unaffected: 3,
    },
    holds: true,
    reached_agents: 0,
    summary: "Nobody is hit.",
    ...fields,
  };
}

export const BROKEN = report({
  summary: "1 of 4 handoffs breaks.",
  holds: false,
  hits: [
    hit("triage-to-billing", {
      counterexample: { amount: 0 },
      fields: ["/order", "/email"],
      inferred: ["/email"],
      order: "receivers_first",
    }),
  ],
  counts: { breaks: 1, undecided: 0, unowned: 0, needs_upgrade: 0, deprecated: 0, unaffected: 3 },
  plan: [
    {
      order: 1,
      side: "receivers",
      team: "billing",
      agents: ["billing"],
      handoffs: 1,
      until: "2027-01-31",
      message: "Billing reads the new version first.",
    },
  ],
  agents: [
    {
      agent: "billing",
      name: "Billing",
      team: null,
      effect: "breaks",
      handoffs: 1,
      path: ["triage-to-billing"],
    },
  ],
  topologies: [{ topology: "desk", name: "Support", effect: "breaks", handoffs: 1, path: [] }],
  teams: [
    {
      team: "money",
      name: "Money",
      effect: "breaks",
      handoffs: 1,
      path: ["triage-to-billing"],
      first_step: {
        escalation_path: "desk",
        after_minutes: 15,
        notify: { kind: "team", id: "money" },
        channel: "page",
      },
    },
  ],
});
