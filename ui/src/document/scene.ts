/**
 * From records and the backend's drawing to what the painter needs: every word, colour and mark decided here. What an edit
 * did not touch stays the same object, so that nothing of it is painted, indexed or rendered anew.
 */
import { UNOWNED } from "../canvas/layer-colours";
import {
  type Badge,
  EMPTY_SCENE,
  type Scene,
  type SceneBox,
  type SceneEdge,
} from "../canvas/scene";
import type { BoxKind, Finding, Kind, PackedDrawing } from "../platform";
import { boxKey } from "./boxes";
import type { LayerReading, Shade } from "./layers";
import { agentOf, outcomeOf } from "./records";
import { boxWords, handoffWords, insideWords } from "./scene-words";
import { type DocumentState, recordOf } from "./store";

/** A scene with what it was made from. */
export interface MadeScene {
  readonly scene: Scene;
  readonly records: DocumentState["records"];
}

export const NOTHING_MADE: MadeScene = { scene: EMPTY_SCENE, records: new Map() };

/** The scene of a drawing; `before` gives the parts that are still right. Without a `layer`, owners give the colours. */
export function sceneOf(
  state: DocumentState,
  drawing: PackedDrawing,
  layer: LayerReading | null = null,
  before: MadeScene = NOTHING_MADE,
): MadeScene {
  const badges = badgesOf(state.findings);
  const sources: Sources = { state, drawing, layer, badges, changed: changesOf(before, state) };
  const boxes = new Map<string, SceneBox>();
  const ends: (SceneBox | null)[] = [];
  for (let i = 0; i < drawing.boxes; i++) {
    const key = boxKey(drawing.boxKind(i), drawing.boxId(i));
    const box = boxOf(sources, i, key, before.scene.boxes.get(key));
    ends.push(box);
    if (box) boxes.set(key, box);
  }
  const edges = new Map<string, SceneEdge>();
  for (let i = 0; i < drawing.lines; i++) {
    const from = ends[drawing.from[i] ?? 0];
    const to = ends[drawing.to[i] ?? 0];
    if (!from || !to) continue;
    const id = edgeId(drawing, i);
    const edge = edgeOf(sources, i, { id, from, to }, before.scene.edges.get(id));
    if (edge) edges.set(id, edge);
  }
  const bounds = drawing.boxes > 0 ? drawing.bounds : null;
  return { scene: { boxes, edges, bounds }, records: state.records };
}

interface Sources {
  readonly state: DocumentState;
  readonly drawing: PackedDrawing;
  readonly layer: LayerReading | null;
  readonly badges: Badges;
  readonly changed: Changes;
}

/** Which records are others than before, by kind. */
type Changes = ReadonlyMap<Kind, ReadonlySet<string>>;

/** The kinds whose records are read for a scene. */
const READ: readonly Kind[] = ["agent", "team", "outcome", "entry", "handoff", "group", "note"];

function changesOf(before: MadeScene, state: DocumentState): Changes {
  const changes = new Map<Kind, ReadonlySet<string>>();
  for (const kind of READ) {
    const was = before.records.get(kind);
    const is = state.records.get(kind);
    if (was === is) continue;
    const ids = new Set<string>();
    for (const [id, stored] of is ?? []) if (was?.get(id) !== stored) ids.add(id);
    for (const id of was?.keys() ?? []) if (!is?.has(id)) ids.add(id);
    if (ids.size > 0) changes.set(kind, ids);
  }
  return changes;
}

type Badges = ReadonlyMap<string, Badge>;

const RANK = { error: 0, warning: 1, advice: 2 } as const;

let counted: { findings: readonly Finding[]; badges: Badges } | null = null;

function badgesOf(findings: readonly Finding[]): Badges {
  if (counted?.findings === findings) return counted.badges;
  const badges = new Map<string, Badge>();
  for (const finding of findings) {
    if (finding.silenced) continue;
    const key = `${finding.subject.kind}:${finding.subject.id}`;
    const known = badges.get(key);
    const worse =
      known && RANK[known.severity] <= RANK[finding.severity] ? known.severity : finding.severity;
    badges.set(key, { severity: worse, count: (known?.count ?? 0) + 1 });
  }
  counted = { findings, badges };
  return badges;
}

function isSameBadge(a: Badge | null, b: Badge | null): boolean {
  return a === b || (a?.severity === b?.severity && a?.count === b?.count);
}

/** A box of the drawing; null where its record is gone since the drawing was made. */
function boxOf(
  sources: Sources,
  i: number,
  key: string,
  known: SceneBox | undefined,
): SceneBox | null {
  const { state, drawing, badges, layer } = sources;
  const kind = drawing.boxKind(i);
  const id = drawing.boxId(i);
  const badge = badges.get(key) ?? null;
  const said = layer?.box(key) ?? null;
  const shade = layer && (said?.colour ?? UNOWNED);
  const members = drawing.isCollapsed(i) ? (drawing.members[i] ?? 0) : null;
  if (
    known &&
    known.layer === shade &&
    isSaid(known, said) &&
    isSameBadge(known.badge, badge) &&
    isInPlace(known, drawing, i) &&
    (members === null || known.told || known.subtitle === insideWords(members)) &&
    !isReworded(sources, kind, id)
  )
    return known;
  const words = boxWords(state, kind, id, members, badge);
  if (!words) return null;
  return {
    id: key,
    shape: kind,
    rect: {
      x: drawing.rects[4 * i] ?? 0,
      y: drawing.rects[4 * i + 1] ?? 0,
      width: drawing.rects[4 * i + 2] ?? 0,
      height: drawing.rects[4 * i + 3] ?? 0,
    },
    subtitle: "",
    ownerColour: null,
    tags: [],
    badge,
    person: false,
    layer: shade,
    collapsed: members !== null,
    good: true,
    pinned: drawing.isPinned(i),
    ...words,
    ...(said?.told && { subtitle: said.told }),
    ...saidOf(words.spoken, said),
  };
}

function isInPlace({ rect, pinned, collapsed }: SceneBox, drawing: PackedDrawing, i: number) {
  const { rects } = drawing;
  return (
    rect.x === rects[4 * i] &&
    rect.y === rects[4 * i + 1] &&
    rect.width === rects[4 * i + 2] &&
    rect.height === rects[4 * i + 3] &&
    pinned === drawing.isPinned(i) &&
    collapsed === drawing.isCollapsed(i)
  );
}

/** Whether a record has changed that the words of a box are made from. */
function isReworded({ state, changed }: Sources, kind: BoxKind, id: string): boolean {
  if (changed.size === 0) return false;
  switch (kind) {
    case "agent":
      // A team that comes or goes changes the colours of others.
      return changed.has("team") || (changed.get("agent")?.has(id) ?? false);
    case "entry": {
      if (changed.get("entry")?.has(id)) return true;
      const agent = recordOf(state, "entry", id)?.agent;
      return agent !== undefined && (changed.get("agent")?.has(agent) ?? false);
    }
    case "query":
      return changed.get("handoff")?.has(id) ?? false;
    default:
      return changed.get(kind)?.has(id) ?? false;
  }
}

/** A handoff's own line has its id; other lines have ids that no handoff can have. */
function edgeId(drawing: PackedDrawing, i: number): string {
  const kind = drawing.lineKind(i);
  return kind === "transfer" || kind === "delegate" ? drawing.lineSubject(i) : drawing.lineId(i);
}

interface Ends {
  readonly id: string;
  readonly from: SceneBox;
  readonly to: SceneBox;
}

/** A line of the drawing; null where its handoff is gone since the drawing was made. */
function edgeOf(
  sources: Sources,
  i: number,
  { id, from, to }: Ends,
  known: SceneEdge | undefined,
): SceneEdge | null {
  const { state, drawing, badges, layer } = sources;
  const kind = drawing.lineKind(i);
  const own = kind === "transfer" || kind === "delegate";
  const badge = (own ? badges.get(`handoff:${id}`) : undefined) ?? null;
  const said = (own && layer?.edge(id)) || null;
  const shade = said?.colour ?? null;
  if (
    known?.from === from.id &&
    known.to === to.id &&
    known.layer === shade &&
    isSaid(known, said) &&
    (known.label === OTHERWISE) === drawing.isDefault(i) &&
    isSameBadge(known.badge, badge) &&
    isAlong(known, drawing, i) &&
    !(own && isLineReworded(sources, id))
  )
    return known;
  const handoff = own ? recordOf(state, "handoff", id) : undefined;
  if (own && !handoff) return null;
  const words = handoff
    ? handoffWords(state, handoff, to, badge)
    : { ...PLAIN, kind: kind as Exclude<typeof kind, "transfer" | "delegate"> };
  return {
    id,
    from: from.id,
    to: to.id,
    points: drawing.line(i),
    labelAt: { x: drawing.labelAt[2 * i] ?? 0, y: drawing.labelAt[2 * i + 1] ?? 0 },
    toPerson: drawing.isToPeople(i),
    layer: shade,
    badge,
    ...words,
    ...(drawing.isDefault(i) ? { label: OTHERWISE } : {}),
    ...(said?.told && { label: said.told, lacking: false }),
    ...saidOf(words.spoken, said),
  };
}

/** What a layer or a marking says beside its colour, which those who listen hear too. */
type Said = Pick<SceneBox & SceneEdge, "sign" | "told" | "width" | "meter">;

const SAID = ["sign", "told", "width", "meter"] as const satisfies readonly (keyof Said)[];

function saidOf(spoken: string, said: Shade | null): Said & { readonly spoken: string } {
  if (!said) return { spoken };
  const { sign, told, width, meter } = said;
  const words = told ?? (sign && said.name.toLowerCase());
  return {
    ...(sign !== undefined && { sign }),
    ...(told !== undefined && { told }),
    ...(width !== undefined && { width }),
    ...(meter !== undefined && { meter }),
    spoken: words === undefined ? spoken : `${spoken}, ${words}`,
  };
}

function isSaid(known: Said, said: Shade | null): boolean {
  return SAID.every((part) => known[part] === said?.[part]);
}

/** What the line to an agent says that is taken when nobody qualifies. */
const OTHERWISE = "otherwise";

const PLAIN = {
  label: "",
  lacking: false,
  delegate: false,
  parallel: null,
  gate: false,
  spoken: "",
} as const;

/** Whether a record has changed that the words of a handoff's line are made from. */
function isLineReworded({ state, changed }: Sources, id: string): boolean {
  if (changed.size === 0) return false;
  if (changed.get("handoff")?.has(id)) return true;
  const agents = changed.get("agent");
  const outcomes = changed.get("outcome");
  if (!agents && !outcomes) return false;
  const handoff = recordOf(state, "handoff", id);
  if (!handoff) return true;
  return (
    (agents?.has(handoff.from) ?? false) ||
    (agents?.has(agentOf(handoff.to) ?? "") ?? false) ||
    (outcomes?.has(outcomeOf(handoff.to) ?? "") ?? false)
  );
}

/** Whether an edge runs and says where a line of the drawing does. */
function isAlong({ points, labelAt, toPerson }: SceneEdge, drawing: PackedDrawing, i: number) {
  const first = drawing.first[i] ?? 0;
  if (
    points.length !== (drawing.first[i + 1] ?? 0) - first ||
    labelAt.x !== drawing.labelAt[2 * i] ||
    labelAt.y !== drawing.labelAt[2 * i + 1] ||
    toPerson !== drawing.isToPeople(i)
  )
    return false;
  let at = 2 * first;
  for (const { x, y } of points)
    if (x !== drawing.points[at++] || y !== drawing.points[at++]) return false;
  return true;
}
