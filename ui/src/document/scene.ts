/** From records and the backend's drawing to what the painter needs: every word, colour and mark decided here. */
import type { Rect } from "../canvas/geometry";
import type { GlyphName } from "../canvas/glyphs";
import { labelPoint, previewRoute } from "../canvas/route";
import { type Badge, type Scene, type SceneBox, type SceneEdge, sceneBounds } from "../canvas/scene";
import type { Agent, DrawnBox, Drawing, Finding, Handoff, Target } from "../platform";
import { boxKey } from "./boxes";
import { AGENT_KIND_NAMES, agentOf, isQuery, outcomeOf } from "./records";
import { type DocumentState, nameOf, recordOf, recordsOf } from "./store";

export function sceneOf(state: DocumentState, drawing: Drawing): Scene {
  const badges = badgesOf(state.findings);
  const boxes = new Map<string, SceneBox>();
  for (const drawn of drawing.boxes) {
    const box = boxOf(state, drawn, badges);
    if (box) boxes.set(box.id, box);
  }
  const edges = new Map<string, SceneEdge>();
  for (const edge of [...handoffEdges(state, drawing, boxes, badges), ...entryEdges(state, drawing, boxes)]) {
    edges.set(edge.id, edge);
  }
  for (const edge of fallbackEdges(state, drawing, boxes)) edges.set(edge.id, edge);
  return { boxes, edges, bounds: sceneBounds(boxes.values(), edges.values()) };
}

/** The colour of each team: its place among all teams, so that it stays the same in every drawing. */
export function ownerIndex(state: DocumentState, team: string | null | undefined): number | null {
  if (!team) return null;
  const index = [...recordsOf(state, "team").keys()].sort().indexOf(team);
  return index < 0 ? null : index;
}

export function toBox(handoff: Pick<Handoff, "id">, to: Target): string {
  const agent = agentOf(to);
  if (agent !== null) return boxKey("agent", agent);
  const outcome = outcomeOf(to);
  return outcome === null ? boxKey("query", handoff.id) : boxKey("outcome", outcome);
}

export function contractLabel(handoff: Handoff): string {
  if (!handoff.contract) return "no contract";
  return handoff.version ? `${handoff.contract}@${handoff.version}` : `${handoff.contract}, no version`;
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
    const worse = known && RANK[known.severity] <= RANK[finding.severity] ? known.severity : finding.severity;
    badges.set(key, { severity: worse, count: (known?.count ?? 0) + 1 });
  }
  return badges;
}

function boxOf(state: DocumentState, drawn: DrawnBox, badges: Badges): SceneBox | null {
  const base = {
    id: boxKey(drawn.kind, drawn.id),
    shape: drawn.kind,
    rect: rectOf(drawn),
    subtitle: "",
    ownerColour: null,
    tags: [],
    badge: badges.get(`${drawn.kind}:${drawn.id}`) ?? null,
    person: false,
    good: true,
    pinned: drawn.pinned,
  };
  switch (drawn.kind) {
    case "agent": {
      const agent = recordOf(state, "agent", drawn.id);
      return agent ? { ...base, ...agentWords(state, agent, base.badge) } : null;
    }
    case "outcome": {
      const outcome = recordOf(state, "outcome", drawn.id);
      if (!outcome) return null;
      const good = outcome.good === true;
      const spoken = `${outcome.name}, ${good ? "good" : "bad"} outcome${findingWords(base.badge)}`;
      return { ...base, title: outcome.name, glyph: good ? "good" : "bad", good, spoken };
    }
    case "entry": {
      const entry = recordOf(state, "entry", drawn.id);
      if (!entry) return null;
      const title = entry.channel ?? "entry";
      return { ...base, title, glyph: channelGlyph(title), spoken: `Entry: ${title}, to ${nameOf(state, "agent", entry.agent)}` };
    }
    case "query": {
      const to = recordOf(state, "handoff", drawn.id)?.to;
      const tags = to !== undefined && isQuery(to) ? to.capabilities : [];
      const spoken = `Any agent with ${tags.join(", ")}`;
      return { ...base, title: "Whoever can", subtitle: "Chosen at run time", tags, glyph: "query", spoken };
    }
    case "group": {
      const title = nameOf(state, "group", drawn.id);
      return { ...base, title, glyph: "group", spoken: `Group ${title}` };
    }
    case "note": {
      const title = recordOf(state, "note", drawn.id)?.text ?? "";
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
    subtitle: `${kindName} · ${team}`,
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

function handoffEdges(state: DocumentState, drawing: Drawing, boxes: ReadonlyMap<string, SceneBox>, badges: Badges): SceneEdge[] {
  const routes = new Map(drawing.routes.map((route) => [route.handoff, route]));
  const edges: SceneEdge[] = [];
  for (const { record: handoff } of recordsOf(state, "handoff").values()) {
    if (handoff.topology !== drawing.topology) continue;
    const from = boxes.get(boxKey("agent", handoff.from));
    const to = boxes.get(toBox(handoff, handoff.to));
    if (!from || !to) continue;
    const route = routes.get(handoff.id);
    const points = route && route.points.length > 1 ? route.points : previewRoute(from.rect, to.rect);
    const badge = badges.get(`handoff:${handoff.id}`) ?? null;
    edges.push({
      id: handoff.id,
      kind: "handoff",
      from: from.id,
      to: to.id,
      points,
      labelAt: route?.label_at ?? labelPoint(points),
      label: to.shape === "outcome" && !handoff.contract ? "" : contractLabel(handoff),
      lacking: !handoff.contract || !handoff.version,
      delegate: handoff.mode === "delegate",
      toPerson: to.person,
      gate: handoff.gate !== undefined && handoff.gate !== null,
      badge,
      spoken: edgeWords(state, handoff, badge),
    });
  }
  return edges;
}

function edgeWords(state: DocumentState, handoff: Handoff, badge: Badge | null): string {
  const verb = handoff.mode === "delegate" ? "delegates to" : "hands over to";
  const gate = handoff.gate ? ", with a human gate" : "";
  const from = nameOf(state, "agent", handoff.from);
  return `${from} ${verb} ${targetName(state, handoff.to)}, ${contractLabel(handoff)}${gate}${findingWords(badge)}`;
}

function entryEdges(state: DocumentState, drawing: Drawing, boxes: ReadonlyMap<string, SceneBox>): SceneEdge[] {
  const routes = new Map(drawing.routes.map((route) => [route.handoff, route]));
  const edges: SceneEdge[] = [];
  for (const { record: entry } of recordsOf(state, "entry").values()) {
    const from = boxes.get(boxKey("entry", entry.id));
    const to = boxes.get(boxKey("agent", entry.agent));
    if (entry.topology !== drawing.topology || !from || !to) continue;
    const route = routes.get(from.id) ?? routes.get(entry.id);
    const points = route?.points ?? previewRoute(from.rect, to.rect);
    edges.push(plainEdge(`entry:${entry.id}`, "entry", from.id, to.id, points));
  }
  return edges;
}

/** One dashed line for each pair of agents, however many handoffs share it. */
function fallbackEdges(state: DocumentState, drawing: Drawing, boxes: ReadonlyMap<string, SceneBox>): SceneEdge[] {
  const edges = new Map<string, SceneEdge>();
  for (const { record: handoff } of recordsOf(state, "handoff").values()) {
    if (handoff.topology !== drawing.topology) continue;
    for (const fallback of handoff.fallbacks ?? []) {
      const from = boxes.get(boxKey("agent", handoff.from));
      const to = boxes.get(boxKey("agent", fallback));
      const id = `fallback:${handoff.from}:${fallback}`;
      if (from && to && from !== to) edges.set(id, plainEdge(id, "fallback", from.id, to.id, previewRoute(from.rect, to.rect)));
    }
  }
  return [...edges.values()];
}

function plainEdge(id: string, kind: "entry" | "fallback", from: string, to: string, points: SceneEdge["points"]): SceneEdge {
  return {
    id,
    kind,
    from,
    to,
    points,
    labelAt: labelPoint(points),
    label: "",
    lacking: false,
    delegate: false,
    toPerson: false,
    gate: false,
    badge: null,
    spoken: "",
  };
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
