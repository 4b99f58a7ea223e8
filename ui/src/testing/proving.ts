/** What a registry in memory says about changes of contracts: nothing is judged, everything holds. Tests put their own answers in its place. */
import type { ContractVersion, DeskReply, Judgement, Platform, StoredRecord } from "../platform";

export type Proving = Pick<
  Platform,
  | "impact"
  | "auditTable"
  | "auditHandoff"
  | "auditScores"
  | "auditSeries"
  | "incidents"
  | "recordIncident"
  | "resolveIncident"
  | "reviews"
  | "reviewPage"
  | "askReview"
  | "answerReview"
  | "overrideReview"
  | "withdrawReview"
  | "baselines"
  | "setBaseline"
  | "topologyChanges"
  | "comments"
  | "addComment"
  | "resolveComment"
  | "notices"
  | "contractVersions"
  | "draftVerdict"
  | "versionVerdict"
  | "checkDraft"
  | "draftVersion"
  | "publishVersion"
  | "rehearsePublishing"
  | "renumberVersion"
  | "deprecateVersion"
  | "retireVersion"
  | "canIDeploy"
>;

/** `write` writes records, a null for one that goes, and answers as for an edit. */
export function provingOf(
  records: () => readonly StoredRecord[],
  write: (after: Readonly<Record<string, unknown>>) => DeskReply,
): Proving {
  const versions = (contract: string) =>
    records().flatMap(({ kind, record }) => {
      const version = record as unknown as ContractVersion;
      return kind === "contract_version" && version.contract === contract ? [version] : [];
    });
  const change = async (contract: string, version: string, fields: Partial<ContractVersion>) => {
    const known = versions(contract).find((one) => one.version === version);
    return write({ [`${contract}@${version}`]: { ...known, ...fields } });
  };
  const renumbered = (
    contract: string,
    version: string,
    number: string,
    fields: Partial<ContractVersion>,
  ) => {
    const known = versions(contract).find((one) => one.version === version);
    const id = `${contract}@${number}`;
    const then = { ...known, ...fields, id, version: number };
    return write({ [`${contract}@${version}`]: null, [id]: then });
  };
  const nothing = () => change("", "", {});
  return {
    auditTable: async () => ({ revision: 1, rows: [], total: 0, missing: [], questions: [] }),
    auditHandoff: async (id) => {
      throw new Error(`there is no handoff ${id}`);
    },
    auditScores: async () => ({ cards: [], sprawl: [], agents: 0 }),
    auditSeries: async () => ({ points: [], lines: [] }),
    incidents: async () => [],
    recordIncident: nothing,
    resolveIncident: nothing,
    impact: async () => ({
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
        unaffected: 0,
      },
      holds: true,
      reached_agents: 0,
      summary: "Nobody is hit.",
    }),
    reviews: async () => [],
    reviewPage: async () => {
      throw new Error("there is no review in memory");
    },
    askReview: nothing,
    answerReview: nothing,
    overrideReview: nothing,
    withdrawReview: nothing,
    baselines: async () => [],
    setBaseline: nothing,
    topologyChanges: async () => ({ revision: 1, added: [], removed: [], changed: [], moved: [] }),
    comments: async () => [],
    addComment: nothing,
    resolveComment: nothing,
    notices: async () => [],
    contractVersions: async (contract) =>
      versions(contract).map(({ version, state = "draft", change_note = "" }) => ({
        version,
        state,
        bump: null,
        notice_date: null,
        sunset_date: null,
        sunset_in_days: null,
        changes: null,
        holds: null,
        note: change_note,
      })),
    draftVerdict: async () => judgement("1.0.0"),
    versionVerdict: async (_contract, version) => judgement(version),
    checkDraft: async () => ({ subject: "", holds: true, problems: [] }),
    draftVersion: async (contract, number, schema) => {
      const all = versions(contract).sort((a, b) => inOrder(b.version, a.version));
      const [latest] = all;
      const { state, notice_date, sunset_date, change_note, ...kept } = latest ?? {};
      const version = number ?? (latest ? nextMinor(latest.version) : "1.0.0");
      const id = `${contract}@${version}`;
      const content = schema === null ? {} : { payload_schema: schema };
      return write({ [id]: { ...kept, ...content, id, contract, version } });
    },
    publishVersion: async ({ contract, version, number }) => {
      if (number === null) return change(contract, version, { state: "published" });
      return renumbered(contract, version, number, { state: "published" });
    },
    rehearsePublishing: async ({ contract, version, number }) => {
      const then = number ?? version;
      const id = `${contract}@${then}`;
      return {
        id,
        check: { subject: id, holds: true, problems: [] },
        judgement: judgement(then),
        open_renames: [],
        clearance: { state: "not_needed" },
        told: [],
        notes: [],
        refusal: null,
      };
    },
    renumberVersion: async (contract, version, number) => renumbered(contract, version, number, {}),
    deprecateVersion: (contract, version, notice_date, sunset_date) =>
      change(contract, version, { state: "deprecated", notice_date, sunset_date }),
    retireVersion: (contract, version) => change(contract, version, { state: "retired" }),
    canIDeploy: async (agent, version, environment) => ({
      agent,
      version,
      environment,
      running: null,
      holds: true,
      blocked_by: [],
      order: [],
      no_order: null,
      changes: [],
    }),
  };
}

function inOrder(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function nextMinor(version: string): string {
  const [major = 1, minor = 0] = version.split(".").map(Number);
  return `${major}.${minor + 1}.0`;
}

function judgement(version: string): Judgement {
  return {
    version,
    mode: "full_transitive",
    writers: "strict",
    holds: true,
    against: [],
    before: null,
    needed: null,
    lowest: version,
    renames: [],
    refused: null,
  };
}
