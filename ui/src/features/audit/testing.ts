/** An audit for tests alone: two handoffs, one of them risky for three reasons. */
import type {
  AuditQuestion,
  AuditRow,
  AuditScores,
  AuditSeries,
  AuditTable,
  HandoffExplained,
  IncidentRow,
  RiskTerm,
} from "../../platform";

const question = (id: AuditQuestion["question"], title: string): AuditQuestion => ({
  question: id,
  title,
  asks: `Is there ${title.toLowerCase()}?`,
  advice: `See to ${title.toLowerCase()}.`,
});

export const QUESTIONS = [
  question("contract", "Contract"),
  question("versioned", "Version"),
  question("owned", "Owner"),
  question("instrumented", "Instrumented"),
  question("failure_path", "Failure path"),
  question("tested", "Tested"),
  question("reviewed", "Reviewed"),
];

const ANSWERS = {
  contract: false,
  versioned: false,
  owned: true,
  instrumented: true,
  failure_path: true,
  tested: false,
  reviewed: false,
};

export function row(id: string, fields: Partial<AuditRow> = {}): AuditRow {
  return {
    id,
    topology: "desk",
    risk: 32.4,
    consequence: 0.8,
    likelihood: 0.405,
    answers: ANSWERS,
    teams: ["care"],
    open_incidents: 0,
    ...fields,
  };
}

export function table(rows: AuditRow[], total = rows.length): AuditTable {
  return { revision: 1, rows, total, missing: [1, 1, 0, 0, 0, 1, 1], questions: QUESTIONS };
}

export function term(fields: Partial<RiskTerm> = {}): RiskTerm {
  return {
    side: "likelihood",
    weight: 0.3,
    reason: "nothing stops the circle that it is part of",
    without: 20,
    lower: "Set a loop limit.",
    problem: null,
    ...fields,
  };
}

export function incident(id: string, fields: Partial<IncidentRow> = {}): IncidentRow {
  return {
    id,
    handoff: "triage-to-billing",
    handoff_name: "Triage → Billing",
    topology: "desk",
    at: "2026-03-01T09:00:00Z",
    cause: "No amount arrived",
    versions: [],
    link: null,
    lesson: "",
    resolved_at: null,
    ...fields,
  };
}

export const EXPLAINED: HandoffExplained = {
  audit: {
    id: "triage-to-billing",
    topology: "desk",
    risk: 32.4,
    consequence: 0.8,
    likelihood: 0.405,
    answers: ANSWERS,
    score: 0.429,
    terms: [
      term({ side: "consequence", weight: 0.6, reason: "much hangs on it", without: 12.3 }),
      term(),
      term({
        reason: "OWN001 is an error",
        lower: "Mend OWN001.",
        problem: "OWN001:agent:billing",
      }),
      term({ weight: 0.02, reason: "what nobody has thought of", lower: null }),
    ],
    teams: ["care"],
  },
  riskier: 0,
  of: 2,
  questions: QUESTIONS,
  incidents: [],
};

const ANSWERED = { contract: 0.5, versioned: 0.5, owned: 1 };

export const SCORES: AuditScores = {
  cards: [
    {
      kind: "registry",
      id: "",
      handoffs: 2,
      score: 0.714,
      answered: ANSWERED,
      highest_risk: 32.4,
      mean_risk: 17.2,
    },
    {
      kind: "team",
      id: "care",
      handoffs: 2,
      score: 0.5,
      answered: ANSWERED,
      highest_risk: 32.4,
      mean_risk: 17.2,
    },
  ],
  sprawl: [
    { reason: "unowned", agent: "billing", like: [] },
    { reason: "duplicate", agent: "billing", like: ["triage"] },
  ],
  agents: 2,
};

export const SERIES: AuditSeries = {
  points: [
    { revision: 1, at: "2026-03-01T09:00:00Z" },
    { revision: 5, at: "2026-03-11T09:00:00Z" },
    { revision: 9, at: "2026-03-31T09:00:00Z" },
  ],
  lines: [
    {
      about: null,
      marks: [
        null,
        { handoffs: 1, score: 0.43, mean_risk: 30, highest_risk: 30 },
        { handoffs: 2, score: 0.714, mean_risk: 17.2, highest_risk: 32.4 },
      ],
    },
  ],
};
