/** Who is hit, reviews, baselines and notices of a registry in memory: the plain cases of what the backend answers. */
import type {
  AgentHit,
  BaselineRow,
  Clearance,
  Comment,
  CommentRow,
  DeskReply,
  Effect,
  Handoff,
  ImpactHit,
  ImpactReport,
  Notice,
  NoticeRow,
  Platform,
  RecordKey,
  Review,
  ReviewPage,
  StoredRecord,
  Team,
  TopologyDiff,
} from "../../platform";

type Asking = Pick<
  Platform,
  | "impact"
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
>;

/** Writes a record, as an edit does. */
export type Put = (kind: StoredRecord["kind"], id: string, record: object) => Promise<DeskReply>;

/** The registry's states by their revisions. */
export interface Times {
  readonly at: (revision: number) => readonly StoredRecord[];
  readonly head: () => number;
}

/** Every handoff of the contract or agent that is asked about is hit, each in another way; all teams are asked for their word. */
export function askingOf(records: () => readonly StoredRecord[], put: Put, times: Times): Asking {
  const all = <T>(kind: StoredRecord["kind"]) =>
    records().flatMap((stored) => (stored.kind === kind ? [stored.record as unknown as T] : []));
  const nameOf = (kind: StoredRecord["kind"], id: string) =>
    (
      records().find((stored) => stored.kind === kind && stored.id === id)?.record as
        | { name?: string }
        | undefined
    )?.name ?? id;
  const page = (review: Review): ReviewPage => ({
    id: review.id,
    subject: review.subject,
    subject_name: review.subject.id,
    message: review.message ?? "",
    asked_by: review.asked_by ?? "",
    asked_at: review.asked_at ?? null,
    state: review.state ?? "open",
    clearance: clearanceOf(review, contentOf(records(), review.subject)),
    asked: (review.asked ?? []).map(({ team }) => {
      const last = (review.approvals ?? []).filter((each) => each.team === team).at(-1);
      return {
        team,
        name: nameOf("team", team),
        owns_subject: false,
        because: [],
        because_count: 0,
        since: false,
        decision: last?.decision ?? null,
        by: last?.by ?? null,
        at: last?.at ?? null,
        comment: last?.reason ?? "",
      };
    }),
    said: review.approvals ?? [],
    verdict: review.verdict ?? null,
    impact: review.impact ?? null,
    baseline: review.baseline ?? null,
    overridden: review.overridden ?? null,
    comments: all<Comment>("comment").flatMap((comment) =>
      comment.subject.id === review.subject.id ? [commentRow(comment)] : [],
    ),
  });
  const reviewOf = (id: string) => {
    const review = all<Review>("review").find((each) => each.id === id);
    if (!review) throw new Error(`there is no review ${id}`);
    return review;
  };
  const commentOf = (id: string) => all<Comment>("comment").find((each) => each.id === id);
  const now = () => new Date().toISOString();
  /** Each team that is asked hears what has become of a review. */
  const tell = async (review: Review, topic: NoticeRow["topic"], text: string) => {
    for (const { team } of review.asked ?? []) {
      const id = `notice-${all("notice").length + 1}`;
      const about = { kind: "review", id: review.id };
      await put("notice", id, { id, to: team, topic, about, text, state: "pending" });
    }
  };
  return {
    impact: async (question) => {
      const hit = all<Handoff>("handoff").filter((handoff) =>
        "contract" in question
          ? handoff.contract === question.contract
          : "agent" in question &&
            (handoff.from === question.agent || handoff.to === question.agent),
      );
      return reportOf(hit, all<Team>("team"), (id) => nameOf("agent", id), nameOf);
    },
    reviews: async (subject, ended) =>
      all<Review>("review")
        .filter(
          (review) =>
            (subject === null ||
              (review.subject.kind === subject.kind && review.subject.id === subject.id)) &&
            (ended || review.state !== "withdrawn"),
        )
        .map(page),
    reviewPage: async (id) => page(reviewOf(id)),
    askReview: async (subject, message, baseline) => {
      const id = `review-${all("review").length + 1}`;
      const asked = all<Team>("team").map(({ id: team }) => ({ team }));
      const content_hash = contentOf(records(), subject);
      const who = { asked_by: "maria", asked_at: now(), asked, content_hash };
      const review: Review = { id, subject, message, ...who, state: "open" };
      await tell(review, "review_asked", `Review asked: ${subject.id}\n\n${message}`);
      return put("review", id, { ...review, ...(baseline ? { baseline } : {}) });
    },
    answerReview: async (id, team, decision, reason) => {
      const review = reviewOf(id);
      const said = { team, by: "maria", decision, at: now(), reason };
      const answered: Review = { ...review, approvals: [...(review.approvals ?? []), said] };
      if (page(answered).clearance?.state === "approved")
        await tell(review, "review_approved", `Review approved: ${review.subject.id}`);
      return put("review", id, answered);
    },
    overrideReview: async (id, team, reason) => {
      const overridden = { team, by: "maria", reason, at: now() };
      return put("review", id, { ...reviewOf(id), overridden });
    },
    withdrawReview: async (id) => put("review", id, { ...reviewOf(id), state: "withdrawn" }),
    baselines: async (topology) =>
      all<BaselineRow>("baseline")
        .filter((each) => topology === null || each.topology === topology)
        .map((each) => ({ ...each, topology_name: nameOf("topology", each.topology) })),
    topologyChanges: async (topology, baseline): Promise<TopologyDiff> => {
      const kept = all<BaselineRow>("baseline").filter((each) => each.topology === topology);
      const revision = kept.find(({ id }) => id === baseline)?.revision ?? 1;
      return { revision, ...differenceOf(topology, times.at(revision), records()) };
    },
    setBaseline: async (topology, name, note) =>
      put("baseline", `baseline-${all("baseline").length + 1}`, {
        id: `baseline-${all("baseline").length + 1}`,
        topology,
        name,
        note,
        revision: times.head(),
      }),
    comments: async () => all<Comment>("comment").map(commentRow),
    addComment: async (subject, text, pointer) => {
      const id = `comment-${all("comment").length + 1}`;
      const at = now();
      return put("comment", id, { id, subject, text, by: "maria", at, pointer, resolved: false });
    },
    resolveComment: async (id, resolved) => put("comment", id, { ...commentOf(id), resolved }),
    notices: async () =>
      all<Notice>("notice").map(({ id, to, text, topic = null, about = null }) => ({
        id,
        to,
        team_name: nameOf("team", to),
        topic,
        about,
        text,
        revision: times.head(),
        state: "pending" as const,
        reached: [],
        attempts: 0,
        next_try: null,
        last_error: "",
      })),
  };
}

/** What reviewers were shown of a version or a topology, to tell whether it is the same now. */
function contentOf(records: readonly StoredRecord[], { kind, id }: RecordKey): string {
  const shown = records.flatMap((stored) => {
    const { state, ...fields } = stored.record as { readonly state?: unknown };
    return belongs(stored, id) || (stored.kind === kind && stored.id === id) ? [fields] : [];
  });
  return JSON.stringify(shown);
}

/** Whether a record is a handoff, an outcome, an entry, a group or a note of a topology. */
function belongs({ kind, record }: StoredRecord, topology: string): boolean {
  const kinds: readonly string[] = ["handoff", "outcome", "entry", "group", "note"];
  return kinds.includes(kind) && (record as { topology?: string }).topology === topology;
}

function differenceOf(
  topology: string,
  before: readonly StoredRecord[],
  after: readonly StoredRecord[],
): Omit<TopologyDiff, "revision"> {
  const key = ({ kind, id }: StoredRecord) => `${kind}:${id}`;
  const agents = new Set(
    [...before, ...after].flatMap(({ kind, record }) => {
      const { from, to } = record as unknown as Handoff;
      return kind === "handoff" ? [from, to] : [];
    }),
  );
  const drawn = (stored: StoredRecord) =>
    belongs(stored, topology) || (stored.kind === "agent" && agents.has(stored.id));
  const old = new Map(before.filter(drawn).map((stored) => [key(stored), stored]));
  const now = new Map(after.filter(drawn).map((stored) => [key(stored), stored]));
  const named = ({ kind, id, record }: StoredRecord) => ({
    key: { kind, id },
    name: (record as { name?: string }).name ?? id,
  });
  return {
    added: [...now.values()].filter((stored) => !old.has(key(stored))).map(named),
    removed: [...old.values()].filter((stored) => !now.has(key(stored))).map(named),
    changed: [...now.values()].flatMap((stored) => {
      const was = old.get(key(stored));
      const fields = was ? fieldsOf(was.record, stored.record) : [];
      return fields.length > 0 ? [{ ...named(stored), fields }] : [];
    }),
    moved: [],
  };
}

/** The fields that differ, each as a whole. */
function fieldsOf(before: unknown, after: unknown) {
  const old = before as Readonly<Record<string, unknown>>;
  const now = after as Readonly<Record<string, unknown>>;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
    .map((name) => ({
      pointer: `/${name}`,
      before: old[name] ?? null,
      after: now[name] ?? null,
    }));
}

function clearanceOf(review: Review, content: string): Clearance | null {
  const { state, asked = [], approvals = [], overridden, content_hash } = review;
  if (state === "withdrawn") return null;
  if (content_hash !== content) return { state: "stale" };
  if (overridden) return { state: "overridden", by: overridden.by, reason: overridden.reason };
  const last = (team: string) => approvals.filter((each) => each.team === team).at(-1)?.decision;
  if (asked.some(({ team }) => last(team) === "reject")) return { state: "rejected" };
  const teams = asked.map(({ team }) => team).filter((team) => last(team) !== "approve");
  return teams.length > 0 ? { state: "waiting", teams } : { state: "approved" };
}

function commentRow({ id, subject, text, by, at, pointer, resolved }: Comment): CommentRow {
  return {
    id,
    subject,
    subject_name: subject.id,
    text,
    by: by ?? "",
    at: at ?? null,
    pointer: pointer ?? null,
    resolved: resolved ?? false,
  };
}

const EFFECTS = ["breaks", "undecided", "unowned", "needs_upgrade", "deprecated"] as const;

function reportOf(
  handoffs: readonly Handoff[],
  teams: readonly Team[],
  agentName: (id: string) => string,
  nameOf: (kind: StoredRecord["kind"], id: string) => string,
): ImpactReport {
  const [team] = teams;
  const hits = handoffs.map(
    ({ id, topology }, i): ImpactHit => ({
      handoff: id,
      topology,
      effect: EFFECTS[i % EFFECTS.length] ?? "breaks",
      reason: "What it carries is gone.",
      path: handoffs[i - 1] ? [handoffs[i - 1]?.id ?? id, id] : [id],
      fields: [],
      inferred: [],
      teams: team ? [team.id] : [],
    }),
  );
  const count = (effect: Effect) => hits.filter((hit) => hit.effect === effect).length;
  const shared = { effect: "breaks", handoffs: hits.length, path: [] } as const;
  const agents = new Map<string, AgentHit>();
  for (const [i, { from, to }] of handoffs.entries())
    for (const agent of [from, to])
      if (typeof agent === "string" && !agents.has(agent))
        agents.set(agent, {
          agent,
          name: agentName(agent),
          team: null,
          effect: hits[i]?.effect ?? "breaks",
          handoffs: 1,
          path: hits[i]?.path ?? [],
        });
  const places = new Set(handoffs.map(({ topology }) => topology));
  const words = `${hits.length} ${hits.length === 1 ? "handoff is hit" : "handoffs are hit"}.`;
  return {
    hits,
    left_out: 0,
    plan:
      team && hits.length > 0
        ? [
            {
              order: 1,
              side: "receivers",
              team: team.id,
              agents: [...agents.keys()],
              handoffs: hits.length,
              until: null,
              message: `${team.name} moves first.`,
            },
          ]
        : [],
    agents: [...agents.values()],
    topologies: [...places].map((topology) => ({
      ...shared,
      path: [],
      topology,
      name: nameOf("topology", topology),
    })),
    teams:
      team && hits.length > 0
        ? [{ ...shared, path: [], team: team.id, name: team.name, first_step: null }]
        : [],
    counts: {
      breaks: count("breaks"),
      undecided: count("undecided"),
      unowned: count("unowned"),
      needs_upgrade: count("needs_upgrade"),
      deprecated: count("deprecated"),
      unaffected: 0,
    },
    holds: hits.length === 0,
    reached_agents: 0,
    summary: hits.length === 0 ? "Nobody is hit." : words,
  };
}
