/** From records and the backend's drawing to what the painter needs: every word, colour and mark decided here. */
import type { Rect } from "../canvas/geometry";
import type { GlyphName } from "../canvas/glyphs";
import {
  type Badge,
  type Scene,
  type SceneBox,
  type SceneEdge,
  sceneBounds,
} from "../canvas/scene";
import type {
  Agent,
  DrawnBox,
  DrawnLine,
  Finding,
  Handoff,
  Target,
  TopologyDrawing,
} from "../platform";
import { boxKey, boxOfSubject } from "./boxes";
import { AGENT_KIND_NAMES, agentOf, isQuery, outcomeOf } from "./records";
import { type DocumentState, nameOf, recordOf, recordsOf } from "./store";

export function sceneOf(state: DocumentState, drawing: TopologyDrawing): Scene {
  const badges = badgesOf(state.findings);
  const boxes = new Map<string, SceneBox>();
  for (const drawn of drawing.boxes) {
    const box = boxOf(state, drawn, badges);
    if (box) boxes.set(box.id, box);
  }
  const edges = new Map<string, SceneEdge>();
  for (const line of drawing.lines) {
    const edge = edgeOf(state, line, boxes, badges);
    if (edge) edges.set(edge.id, edge);
  }
  return { boxes, edges, bounds: sceneBounds(boxes.values(), edges.values()) };
}

/** The colour of each team: its place among all teams, so that it stays the same in every drawing. */
export function ownerIndex(state: DocumentState, team: string | null | undefined): number | null {
  if (!team) return null;
  const index = [...recordsOf(state, "team").keys()].sort().indexOf(team);
  return index < 0 ? null : index;
}

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

type Badges = ReadonlyMap<string, Badge>;

const RANK = { error: 0, warning: 1, advice: 2 } as const;

function badgesOf(findings: readonly Finding[]): Badges {
  const badges = new Map<string, Badge>();
  for (const finding of findings) {
    if (finding.silenced) continue;
    const key = `${finding.subject.kind}:${finding.subject.id}`;
    const known = badges.get(key);
    const worse =
      known && RANK[known.severity] <= RANK[finding.severity] ? known.severity : finding.severity;
    badges.set(key, { severity: worse, count: (known?.count ?? 0) + 1 });
  }
  return badges;
}

function boxOf(state: DocumentState, drawn: DrawnBox, badges: Badges): SceneBox | null {
  const base = {
    id: boxKey(drawn.kind, drawn.subject.id),
    shape: drawn.kind,
    rect: rectOf(drawn),
    subtitle: "",
    ownerColour: null,
    tags: [],
    badge: badges.get(`${drawn.kind}:${drawn.subject.id}`) ?? null,
    person: false,
    good: true,
    pinned: drawn.pinned,
  };
  switch (drawn.kind) {
    case "agent": {
      const agent = recordOf(state, "agent", drawn.subject.id);
      return agent ? { ...base, ...agentWords(state, agent, base.badge) } : null;
    }
    case "outcome": {
      const outcome = recordOf(state, "outcome", drawn.subject.id);
      if (!outcome) return null;
      const good = outcome.good === true;
      const spoken = `${outcome.name}, ${good ? "good" : "bad"} outcome${findingWords(base.badge)}`;
      return { ...base, title: outcome.name, glyph: good ? "good" : "bad", good, spoken };
    }
    case "entry": {
      const entry = recordOf(state, "entry", drawn.subject.id);
      if (!entry) return null;
      const title = entry.channel ?? "entry";
      return {
        ...base,
        title,
        glyph: channelGlyph(title),
        spoken: `Entry: ${title}, to ${nameOf(state, "agent", entry.agent)}`,
      };
    }
    case "query": {
      const to = recordOf(state, "handoff", drawn.subject.id)?.to;
      const tags = to !== undefined && isQuery(to) ? to.capabilities : [];
      const spoken = `Any agent with ${tags.join(", ")}`;
      return {
        ...base,
        title: "Whoever can",
        subtitle: "Chosen at run time",
        tags,
        glyph: "query",
        spoken,
      };
    }
    case "group": {
      const title = nameOf(state, "group", drawn.subject.id);
      return { ...base, title, glyph: "group", spoken: `Group ${title}` };
    }
    case "note": {
      const title = withoutMarks(recordOf(state, "note", drawn.subject.id)?.text ?? "");
      return { ...base, title, glyph: "note", spoken: `Note: ${title}` };
    }
  }
}

function agentWords(state: DocumentState, agent: Agent, badge: Badge | null) {
  const kind = agent.kind ?? "ai";
  const kindName = AGENT_KIND_NAMES[kind];
  const team = agent.team ? nameOf(state, "team", agent.team) : "no owner";
  return {
    title: agent.name,
    subtitle: agent.team ? team : "No owner",
    glyph: kind satisfies GlyphName,
    ownerColour: ownerIndex(state, agent.team),
    tags: agent.capabilities ?? [],
    person: kind === "human",
    spoken: `${agent.name}, ${kindName}, ${agent.team ? `owned by ${team}` : team}${findingWords(badge)}`,
  };
}

function findingWords(badge: Badge | null): string {
  if (!badge) return "";
  return `, ${badge.count} ${badge.count === 1 ? "finding" : "findings"}, worst: ${badge.severity}`;
}

/** A line of the drawing; null where its handoff or one of its ends is gone since the drawing was made. */
function edgeOf(
  state: DocumentState,
  line: DrawnLine,
  boxes: ReadonlyMap<string, SceneBox>,
  badges: Badges,
): SceneEdge | null {
  const from = boxes.get(boxOfSubject(line.from));
  const to = boxes.get(boxOfSubject(line.to));
  if (!from || !to) return null;
  const base = {
    id: line.id,
    from: from.id,
    to: to.id,
    points: line.points,
    labelAt: line.label_at,
    label: "",
    lacking: false,
    delegate: false,
    toPerson: false,
    gate: false,
    badge: null,
    spoken: "",
  };
  if (line.kind === "entry" || line.kind === "fallback") return { ...base, kind: line.kind };
  const handoff = recordOf(state, "handoff", line.subject.id);
  if (!handoff) return null;
  const badge = badges.get(`handoff:${handoff.id}`) ?? null;
  return {
    ...base,
    id: handoff.id,
    kind: "handoff",
    label: to.shape === "outcome" && !handoff.contract ? "" : contractLabel(handoff),
    lacking: !handoff.contract || !handoff.version,
    delegate: handoff.mode === "delegate",
    toPerson: to.person,
    gate: handoff.gate !== undefined && handoff.gate !== null,
    badge,
    spoken: edgeWords(state, handoff, badge),
  };
}

function edgeWords(state: DocumentState, handoff: Handoff, badge: Badge | null): string {
  const verb = handoff.mode === "delegate" ? "delegates to" : "hands over to";
  const gate = handoff.gate ? ", with a human gate" : "";
  const from = nameOf(state, "agent", handoff.from);
  return `${from} ${verb} ${targetName(state, handoff.to)}, ${contractLabel(handoff)}${gate}${findingWords(badge)}`;
}

/** Notes are Markdown shown as plain words: emphasis and code marks would only be noise. */
function withoutMarks(text: string): string {
  return text.replace(/\*\*|__|`/g, "").replace(/^#+ /gm, "");
}

function rectOf({ x, y, width, height }: DrawnBox): Rect {
  return { x, y, width, height };
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
