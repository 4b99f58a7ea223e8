/** Where a review stands, and what a team said, in words. */
import { firstLineOf } from "../../canvas/markdown";
import type { AskedRow, Clearance, Decision, Kind, ReviewRow } from "../../platform";

export type ReviewTone = "good" | "bad" | "waiting";

export interface Standing {
  readonly tone: ReviewTone;
  readonly words: string;
}

export const DECISIONS = ["approve", "request_changes", "reject"] as const;

export const DECISION_ACTS: Record<Decision, string> = {
  approve: "Approve",
  request_changes: "Request changes",
  reject: "Object",
};

export const DECISION_DONE: Record<Decision, string> = {
  approve: "approved",
  request_changes: "asks for changes",
  reject: "objects",
};

export function standing({ state, clearance = null }: ReviewRow, names: NameOf): Standing {
  if (clearance) return byClearance(clearance, names);
  switch (state) {
    case "approved":
      return { tone: "good", words: "Everybody agreed" };
    case "rejected":
      return { tone: "bad", words: "A team refused" };
    case "withdrawn":
      return { tone: "waiting", words: "Withdrawn" };
    case "published":
      return { tone: "good", words: "Published as proposed" };
    case "open":
      return { tone: "waiting", words: "Replaced by a later review" };
  }
}

export type NameOf = (kind: Kind, id: string) => string;

function byClearance(clearance: Clearance, names: NameOf): Standing {
  switch (clearance.state) {
    case "not_needed":
      return { tone: "good", words: "Nobody else has to agree" };
    case "approved":
      return { tone: "good", words: "Everybody agreed" };
    case "waiting": {
      const teams = clearance.teams.map((team) => names("team", team));
      return { tone: "waiting", words: `Waits for ${listed(teams)}` };
    }
    case "stale":
      return { tone: "bad", words: "Stale: what was reviewed changed since" };
    case "rejected":
      return { tone: "bad", words: "A team refused" };
    case "overridden":
      return {
        tone: "good",
        words: `Overridden by ${clearance.by}: ${firstLineOf(clearance.reason)}`,
      };
  }
}

/** Whether it can still be answered, overridden or withdrawn. */
export function counts({ clearance = null }: ReviewRow): boolean {
  return clearance !== null;
}

export function isStale({ clearance = null }: ReviewRow): boolean {
  return clearance?.state === "stale";
}

/** Through what a team is concerned; `because` holds the first of them as `kind id`. */
export function becauseWords({ because, because_count }: AskedRow, labels: NameOf): string {
  const named = because.slice(0, MOST_NAMED).map((each) => {
    const [kind = "", ...id] = each.split(" ");
    return labels(kind as Kind, id.join(" "));
  });
  const more = because_count - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

const MOST_NAMED = 3;

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "nobody";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last;
}
