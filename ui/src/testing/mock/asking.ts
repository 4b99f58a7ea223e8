/** Who is hit, reviews, baselines and notices of a registry in memory: the plain cases of what the backend answers. */
import type {
  BaselineRow,
  Clearance,
  Comment,
  CommentRow,
  DeskReply,
  Handoff,
  ImpactHit,
  ImpactReport,
  NoticeRow,
  Platform,
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

/** Every handoff of the contract or agent that is asked about breaks; all teams are asked for their word. */
export function askingOf(records: () => readonly StoredRecord[], put: Put): Asking {
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
    clearance: clearanceOf(review),
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
      const review = { id, subject, message, asked_by: "maria", asked_at: now(), asked };
      return put("review", id, { ...review, state: "open", ...(baseline ? { baseline } : {}) });
    },
    answerReview: async (id, team, decision, reason) => {
      const review = reviewOf(id);
      const said = { team, by: "maria", decision, at: now(), reason };
      return put("review", id, { ...review, approvals: [...(review.approvals ?? []), said] });
    },
    withdrawReview: async (id) => put("review", id, { ...reviewOf(id), state: "withdrawn" }),
    baselines: async (topology) =>
      all<BaselineRow>("baseline")
        .filter((each) => topology === null || each.topology === topology)
        .map((each) => ({ ...each, topology_name: nameOf("topology", each.topology) })),
    topologyChanges: async (): Promise<TopologyDiff> => ({
      revision: 1,
      added: [],
      removed: [],
      changed: [],
      moved: [],
    }),
    setBaseline: async (topology, name, note) =>
      put("baseline", `baseline-${all("baseline").length + 1}`, {
        id: `baseline-${all("baseline").length + 1}`,
        topology,
        name,
        note,
        revision: 1,
      }),
    comments: async () => all<Comment>("comment").map(commentRow),
    addComment: async (subject, text, pointer) => {
      const id = `comment-${all("comment").length + 1}`;
      const at = now();
      return put("comment", id, { id, subject, text, by: "maria", at, pointer, resolved: false });
    },
    resolveComment: async (id, resolved) => put("comment", id, { ...commentOf(id), resolved }),
    notices: async () => all<NoticeRow>("notice"),
  };
}

function clearanceOf({ state, asked = [], approvals = [] }: Review): Clearance | null {
  if (state === "withdrawn") return null;
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

function reportOf(
  handoffs: readonly Handoff[],
  teams: readonly Team[],
  agentName: (id: string) => string,
  nameOf: (kind: StoredRecord["kind"], id: string) => string,
): ImpactReport {
  const [team] = teams;
  const hits = handoffs.map(
    ({ id, topology }): ImpactHit => ({
      handoff: id,
      topology,
      effect: "breaks",
      reason: "What it carries is gone.",
      path: [id],
      fields: [],
      inferred: [],
      teams: team ? [team.id] : [],
    }),
  );
  const shared = { effect: "breaks", handoffs: hits.length, path: [] } as const;
  const agents = new Set(
    handoffs.flatMap(({ from, to }) => (typeof to === "string" ? [from, to] : [from])),
  );
  const places = new Set(handoffs.map(({ topology }) => topology));
  const words = `${hits.length} ${hits.length === 1 ? "handoff breaks" : "handoffs break"}.`;
  return {
    hits,
    left_out: 0,
    plan: [],
    agents: [...agents].map((agent) => ({
      ...shared,
      path: [],
      agent,
      name: agentName(agent),
      team: null,
    })),
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
      breaks: hits.length,
      undecided: 0,
      unowned: 0,
      needs_upgrade: 0,
      deprecated: 0,
      unaffected: 0,
    },
    holds: hits.length === 0,
    reached_agents: 0,
    summary: hits.length === 0 ? "Nobody is hit." : words,
  };
}
