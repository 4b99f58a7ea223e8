/** The words that a drawing's boxes and lines say, and what they are made from. */
import type { GlyphName } from "../canvas/glyphs";
import { firstLineOf, plainText } from "../canvas/markdown";
import type { Badge, SceneBox } from "../canvas/scene";
import type { Agent, BoxKind, Handoff, Target } from "../platform";
import { ownerIndex } from "./owners";
import { AGENT_KIND_NAMES, agentOf, isQuery, outcomeOf } from "./records";
import { type DocumentState, nameOf, recordOf } from "./store";

export function contractLabel(handoff: Handoff): string {
  if (!handoff.contract) return "no contract";
  return handoff.version
    ? `${handoff.contract}@${handoff.version}`
    : `${handoff.contract}, no version`;
}

export function targetName(state: DocumentState, to: Target): string {
  const agent = agentOf(to);
  if (agent !== null) return nameOf(state, "agent", agent);
  const outcome = outcomeOf(to);
  if (outcome !== null) return nameOf(state, "outcome", outcome);
  return isQuery(to) ? `any agent with ${to.capabilities.join(", ")}` : "";
}

type Words = Pick<SceneBox, "title" | "glyph" | "spoken"> & Partial<SceneBox>;

/** What a box says. Null where its record is gone; `members` is what a collapsed group holds, null for all else. */
export function boxWords(
  state: DocumentState,
  kind: BoxKind,
  id: string,
  members: number | null,
  badge: Badge | null,
): Words | null {
  switch (kind) {
    case "agent": {
      const agent = recordOf(state, "agent", id);
      return agent ? agentWords(state, agent, badge) : null;
    }
    case "outcome": {
      const outcome = recordOf(state, "outcome", id);
      if (!outcome) return null;
      const good = outcome.good === true;
      return {
        title: outcome.name,
        glyph: good ? "good" : "bad",
        good,
        spoken: `${outcome.name}, ${good ? "good" : "bad"} outcome${findingWords(badge)}`,
      };
    }
    case "entry": {
      const entry = recordOf(state, "entry", id);
      if (!entry) return null;
      const title = entry.channel ?? "entry";
      const agent = nameOf(state, "agent", entry.agent);
      const spoken = `Entry: ${title}, to ${agent}${findingWords(badge)}`;
      return { title, glyph: channelGlyph(title), spoken };
    }
    case "query": {
      const to = recordOf(state, "handoff", id)?.to;
      const tags = to !== undefined && isQuery(to) ? to.capabilities : [];
      return {
        title: "Whoever can",
        subtitle: "Chosen at run time",
        tags,
        glyph: "query",
        spoken: `Any agent with ${tags.join(", ")}`,
      };
    }
    case "group": {
      const title = nameOf(state, "group", id);
      if (members === null) return { title, glyph: "group", spoken: `Group ${title}` };
      const subtitle = insideWords(members);
      return { title, subtitle, glyph: "group", spoken: `Group ${title}, collapsed, ${subtitle}` };
    }
    case "note": {
      const text = recordOf(state, "note", id)?.text ?? "";
      const title = firstLineOf(text);
      return { title, text, glyph: "note", spoken: `Note: ${plainText(text)}` };
    }
  }
}

/** What a collapsed group holds. */
export function insideWords(members: number): string {
  return `${members} ${members === 1 ? "box" : "boxes"} inside`;
}

function agentWords(state: DocumentState, agent: Agent, badge: Badge | null): Words {
  const kind = agent.kind ?? "ai";
  const team = agent.team ? nameOf(state, "team", agent.team) : null;
  const owned = team === null ? "no owner" : `owned by ${team}`;
  return {
    title: agent.name,
    subtitle: team ?? "No owner",
    glyph: kind satisfies GlyphName,
    ownerColour: ownerIndex(state, agent.team),
    tags: agent.capabilities ?? [],
    person: kind === "human",
    spoken: `${agent.name}, ${AGENT_KIND_NAMES[kind]}, ${owned}${findingWords(badge)}`,
  };
}

function findingWords(badge: Badge | null): string {
  if (!badge) return "";
  return `, ${badge.count} ${badge.count === 1 ? "finding" : "findings"}, worst: ${badge.severity}`;
}

/** What a handoff's line says; `to` is the box where it ends. */
export function handoffWords(
  state: DocumentState,
  handoff: Handoff,
  to: SceneBox,
  badge: Badge | null,
) {
  const delegate = handoff.mode === "delegate";
  const label = contractLabel(handoff);
  const gate = handoff.gate !== undefined && handoff.gate !== null;
  const sender = nameOf(state, "agent", handoff.from);
  const receiver = targetName(state, handoff.to);
  const verb = delegate ? "delegates to" : "hands over to";
  return {
    kind: "handoff" as const,
    label: to.shape === "outcome" && !handoff.contract ? "" : label,
    lacking: !handoff.contract || !handoff.version,
    delegate,
    parallel: handoff.parallel_group ?? null,
    ...joinWords(handoff),
    gate,
    spoken: `${sender} ${verb} ${receiver}, ${label}${gate ? ", with a human gate" : ""}${findingWords(badge)}`,
  };
}

/** Which branches of a parallel group have to return. */
function joinWords({ parallel_group: group, join }: Handoff): { join?: string } {
  if (!group) return {};
  if (join === undefined || join === "all") return { join: "all" };
  return { join: join === "any" ? "any" : `${join.n} of them` };
}

function channelGlyph(channel: string): GlyphName {
  switch (channel) {
    case "chat":
    case "messaging":
      return "chat";
    case "voice":
    case "ivr":
      return "voice";
    case "email":
      return "email";
    case "file":
      return "file";
    default:
      return "entry";
  }
}
