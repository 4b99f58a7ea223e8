/** The audit of a registry in memory: what the backend said about its sample, with the incidents that were recorded since. */
import type {
  AuditRow,
  AuditScores,
  AuditTable,
  DeskReply,
  Handoff,
  HandoffExplained,
  Incident,
  IncidentRow,
  Platform,
  StoredRecord,
} from "../../platform";

/** What the backend answered when it was recorded. */
export interface RecordedAudit {
  readonly table: AuditTable;
  readonly scores: AuditScores;
  readonly handoffs: Readonly<Record<string, HandoffExplained>>;
}

type Auditing = Pick<
  Platform,
  | "auditTable"
  | "auditHandoff"
  | "auditScores"
  | "auditSeries"
  | "incidents"
  | "recordIncident"
  | "resolveIncident"
>;

export type Put = (kind: StoredRecord["kind"], id: string, record: object) => Promise<DeskReply>;

/** As the backend weighs them. */
const OPEN = 0.15;
const RESOLVED = 0.05;
const DAY_MS = 86_400_000;
/** How far below its present score the registry stood at each point of its made-up past. */
const BELOW = [0.34, 0.3, 0.3, 0.21, 0.16, 0.16, 0.06, 0.02, 0];

export function auditingOf(
  records: () => readonly StoredRecord[],
  recorded: RecordedAudit,
  put: Put,
): Auditing {
  const all = <T>(kind: StoredRecord["kind"]) =>
    records().flatMap((stored) => (stored.kind === kind ? [stored.record as unknown as T] : []));
  const incidentsOf = (handoff: string | null) =>
    all<Incident>("incident")
      .filter((incident) => handoff === null || incident.handoff === handoff)
      .map((incident) => rowOf(incident, all<Handoff>("handoff"), nameOf))
      .sort((a, b) => b.at.localeCompare(a.at));
  const nameOf = (id: string) =>
    all<{ id: string; name?: string }>("agent").find((agent) => agent.id === id)?.name ?? id;
  const explained = (id: string): HandoffExplained => {
    const known = recorded.handoffs[id] ?? plain(id, recorded.table);
    if (!known) throw new Error(`there is no handoff ${id}`);
    const incidents = incidentsOf(id);
    const audit = recorded.handoffs[id] ? withIncidents(known.audit, incidents) : known.audit;
    return { ...known, audit, incidents };
  };
  const rows = () => {
    const there = new Set(all<Handoff>("handoff").map(({ id }) => id));
    return recorded.table.rows
      .filter(({ id }) => there.has(id))
      .map((row): AuditRow => {
        if (!recorded.handoffs[row.id]) return row;
        const { audit, incidents } = explained(row.id);
        const open = incidents.filter(({ resolved_at }) => resolved_at === null).length;
        return { ...row, risk: audit.risk, likelihood: audit.likelihood, open_incidents: open };
      })
      .sort((a, b) => b.risk - a.risk);
  };
  const incidentOf = (id: string) => all<Incident>("incident").find((each) => each.id === id);
  return {
    auditTable: async ({ topology, team, missing }) => {
      const every = rows();
      return {
        ...recorded.table,
        total: every.length,
        rows: every.filter(
          (row) =>
            (topology === null || row.topology === topology) &&
            (team === null || row.teams.includes(team)) &&
            (missing === null || !row.answers[missing]),
        ),
      };
    },
    auditHandoff: async (id) => {
      const found = explained(id);
      const every = rows();
      const riskier = every.filter(({ risk }) => risk > found.audit.risk).length;
      return { ...found, riskier, of: every.length };
    },
    auditScores: async () =>
      rows().length > 0
        ? recorded.scores
        : {
            cards: recorded.scores.cards
              .filter(({ kind }) => kind === "registry")
              .map((card) => ({ ...card, handoffs: 0 })),
            sprawl: [],
            agents: all("agent").length,
          },
    auditSeries: async (days, points, about) => {
      const shown = BELOW.slice(-points);
      const step = Math.min(days ?? 120, 120) / shown.length;
      const now = Date.now();
      const at = (i: number) =>
        new Date(now - (shown.length - 1 - i) * step * DAY_MS).toISOString();
      const marks = (score: number, risk: number, handoffs: number) =>
        shown.map((below) => ({
          handoffs,
          score: Math.max(0, score - below),
          mean_risk: Math.min(100, risk * (1 + below)),
          highest_risk: Math.min(100, risk * (1 + below)),
        }));
      const handoff = about?.kind === "handoff" ? explained(about.id).audit : null;
      return {
        points: shown.map((_, i) => ({ revision: i + 1, at: at(i) })),
        lines: handoff
          ? [{ about, marks: marks(handoff.score, handoff.risk, 1) }]
          : recorded.scores.cards.map(({ kind, id, score, mean_risk, handoffs }) => ({
              about: kind === "registry" ? null : { kind, id },
              marks: marks(score, mean_risk, handoffs),
            })),
      };
    },
    incidents: async (handoff) => incidentsOf(handoff),
    recordIncident: async ({ handoff, cause, at, versions, link, lesson }) => {
      const moment = at ?? new Date().toISOString();
      const id = `${handoff}-${moment.slice(0, 10)}`;
      return put("incident", id, { id, handoff, cause, at: moment, versions, link, lesson });
    },
    resolveIncident: async (id, resolved, lesson) => {
      const incident = incidentOf(id);
      return put("incident", id, {
        ...incident,
        lesson: lesson || incident?.lesson,
        resolved_at: resolved ? new Date().toISOString() : undefined,
      });
    },
  };
}

/** A handoff of which only its row is known. */
function plain(id: string, { rows, questions }: AuditTable): HandoffExplained | null {
  const row = rows.find((each) => each.id === id);
  if (!row) return null;
  const term = (side: "consequence" | "likelihood", weight: number, reason: string) => ({
    side,
    weight,
    reason,
    without: row.risk / 2,
    lower: null,
    problem: null,
  });
  const terms = [
    term("consequence", row.consequence, "of ordinary criticality"),
    term("likelihood", row.likelihood, "what nobody has thought of"),
  ];
  return {
    audit: { ...row, score: 0, terms },
    riskier: 0,
    of: rows.length,
    questions,
    incidents: [],
  };
}

/** What the audit says of handoffs that were made up: every one another risk, every question another answer. */
export function madeAudit(base: RecordedAudit, handoffs: readonly Handoff[]): RecordedAudit {
  const [first] = base.table.rows;
  const rows = handoffs.map(({ id, topology }, i): AuditRow => {
    const consequence = 0.2 + ((i * 37) % 80) / 100;
    const likelihood = ((i * 53) % 60) / 100;
    const risk = Math.round(100_000 * consequence * likelihood) / 1000;
    const answers = { ...first?.answers, contract: i % 2 === 0, owned: i % 3 === 0 };
    return {
      id,
      topology,
      risk,
      consequence,
      likelihood,
      answers,
      teams: [],
      open_incidents: 0,
    } as AuditRow;
  });
  const cards = base.scores.cards
    .filter(({ kind }) => kind === "registry")
    .map((card) => ({ ...card, handoffs: rows.length }));
  return {
    table: { ...base.table, rows, total: rows.length },
    scores: { ...base.scores, cards, sprawl: [] },
    handoffs: {},
  };
}

/** The terms of what was recorded since take the place of those that the recording has. */
function withIncidents(
  audit: HandoffExplained["audit"],
  incidents: readonly IncidentRow[],
): HandoffExplained["audit"] {
  const open = incidents.filter(({ resolved_at }) => resolved_at === null).length;
  const resolved = incidents.length - open;
  const others = audit.terms.filter(({ reason }) => !/^\d+ incidents? /.test(reason));
  const term = (weight: number, reason: string, lower: string | null) => ({
    side: "likelihood" as const,
    weight,
    reason,
    without: 0,
    lower,
    problem: null,
  });
  const added = [
    open > 0 &&
      term(
        1 - (1 - OPEN) ** open,
        `${open} ${open === 1 ? "incident is" : "incidents are"} not resolved`,
        "Take the cause away, then resolve the incident with what was learnt.",
      ),
    resolved > 0 &&
      term(
        1 - (1 - RESOLVED) ** resolved,
        `${resolved} ${resolved === 1 ? "incident" : "incidents"} happened here before`,
        null,
      ),
  ].filter((each) => each !== false);
  const terms = [...others, ...added];
  const together = (but: unknown) =>
    1 -
    terms
      .filter((each) => each.side === "likelihood" && each !== but)
      .reduce((none, { weight }) => none * (1 - weight), 1);
  const rounded = (number: number) => Math.round(number * 1000) / 1000;
  const risk = (but: unknown) => rounded(100 * audit.consequence * together(but));
  return {
    ...audit,
    risk: risk(null),
    likelihood: rounded(together(null)),
    terms: terms.map((each) =>
      added.includes(each as (typeof added)[number]) ? { ...each, without: risk(each) } : each,
    ),
  };
}

function rowOf(
  incident: Incident,
  handoffs: readonly Handoff[],
  nameOf: (agent: string) => string,
): IncidentRow {
  const { id, handoff, at, cause, versions, link, lesson, resolved_at } = incident;
  const known = handoffs.find((each) => each.id === handoff);
  const to = typeof known?.to === "string" ? nameOf(known.to) : "an outcome";
  return {
    id,
    handoff,
    handoff_name: known ? `${nameOf(known.from)} → ${to}` : handoff,
    topology: known?.topology ?? "",
    at,
    cause: cause ?? "",
    versions: versions ?? [],
    link: link ?? null,
    lesson: lesson ?? "",
    resolved_at: resolved_at ?? null,
  };
}
