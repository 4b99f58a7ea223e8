/** What colours the drawing in place of a layer while a side panel tells of it: who a change hits, or what became of a topology. */
import {
  ADVICE,
  EFFECT_DEPRECATED,
  EFFECT_UNOWNED,
  ERROR,
  GOOD,
  WARNING,
} from "../canvas/layer-colours";
import type { Neighbourhood } from "../canvas/neighbourhood";
import type { Scene } from "../canvas/scene";
import type {
  Effect,
  ImpactReport,
  Recognised,
  RecordKey,
  Restructured,
  TopologyDiff,
} from "../platform";
import type { Dock } from "../session/store";
import { boxOfRecord } from "./boxes";
import { groupIdOf, isCollapsed, membersOf } from "./groups";
import type { LayerReading, Shade } from "./layers";
import { recordOf, useDocument } from "./store";

/** What happens to what is hit. Lists beside the drawing have the same colours and signs. */
export const EFFECT_SHADES: Readonly<Record<Exclude<Effect, "unaffected">, Shade>> = {
  breaks: { key: "breaks", name: "Breaks", colour: ERROR, rank: 1, sign: "breaks" },
  undecided: { key: "undecided", name: "Undecided", colour: WARNING, rank: 2, sign: "undecided" },
  unowned: { key: "unowned", name: "Unowned", colour: EFFECT_UNOWNED, rank: 3, sign: "unowned" },
  needs_upgrade: {
    key: "needs_upgrade",
    name: "Needs an upgrade",
    colour: ADVICE,
    rank: 4,
    sign: "needs_upgrade",
  },
  deprecated: {
    key: "deprecated",
    name: "Deprecated",
    colour: EFFECT_DEPRECATED,
    rank: 5,
    sign: "deprecated",
  },
};

/** What became of what is drawn; lists tell `removed`, and an earlier state shows it where it stood. */
export const CHANGE_SHADES = {
  added: { key: "added", name: "Added", colour: GOOD, rank: 1, sign: "added" },
  changed: { key: "changed", name: "Changed", colour: WARNING, rank: 2, sign: "changed" },
  moved: { key: "moved", name: "Moved", colour: ADVICE, rank: 3, sign: "moved" },
  removed: { key: "removed", name: "Removed", colour: ERROR, rank: 4, sign: "removed" },
} as const satisfies Record<string, Shade>;

let last: { readonly dock: Dock; readonly reading: LayerReading | null } | null = null;

/** What the open panel says of every box and handoff; null where it says nothing. The same object for the same panel. */
export function markingOf(dock: Dock): LayerReading | null {
  if (last?.dock !== dock) last = { dock, reading: readingOf(dock) };
  return last.reading;
}

/** What the colours mean meanwhile. */
export function markingName(dock: Dock): string | null {
  if (markingOf(dock) === null) return null;
  if (dock.show === "patterns")
    return dock.plan ? "Coloured by what would change" : "Coloured by the pattern";
  return dock.show === "impact" ? "Coloured by who is hit" : "Coloured by what changed";
}

/** Everything that is marked, with both ends of each handoff that is; null where nothing is. */
export function markedIn(scene: Scene, marking: LayerReading): Neighbourhood | null {
  const boxes = new Set<string>();
  const edges = new Set<string>();
  for (const box of scene.boxes.keys()) if (marking.box(box)) boxes.add(box);
  for (const edge of scene.edges.values()) {
    if (!marking.edge(edge.id)) continue;
    edges.add(edge.id);
    boxes.add(edge.from).add(edge.to);
  }
  return boxes.size + edges.size > 0 ? { boxes, edges } : null;
}

function readingOf(dock: Dock): LayerReading | null {
  if (dock.show === "impact") return readingOfImpact(dock.report);
  if (dock.show === "patterns") {
    if (dock.plan) return readingOfPlan(dock.plan);
    return dock.shown && readingOfPattern(dock.shown);
  }
  return dock.show === "changes" && dock.diff ? readingOfChanges(dock.diff) : null;
}

/** What forms a pattern. */
export const PATTERN_SHADE: Shade = {
  key: "pattern",
  name: "Part of the pattern",
  colour: ADVICE,
  rank: 1,
};

function readingOfPattern({ agents, handoffs }: Recognised): LayerReading {
  const shades = new Map<string, Shade>();
  for (const agent of agents) shades.set(`agent:${agent}`, PATTERN_SHADE);
  for (const handoff of handoffs) shades.set(`handoff:${handoff}`, PATTERN_SHADE);
  return readingBy(shades);
}

function readingOfPlan({ agents, moves }: Restructured): LayerReading {
  const shades = new Map<string, Shade>();
  for (const agent of agents) shades.set(`agent:${agent}`, PATTERN_SHADE);
  for (const { handoff } of moves) shades.set(`handoff:${handoff}`, CHANGE_SHADES.changed);
  return readingBy(shades);
}

function readingOfImpact({ agents, hits }: ImpactReport): LayerReading {
  const shades = new Map<string, Shade>();
  for (const { agent, effect } of agents)
    if (effect !== "unaffected") shades.set(`agent:${agent}`, EFFECT_SHADES[effect]);
  for (const { handoff, effect } of hits)
    if (effect !== "unaffected") shades.set(`handoff:${handoff}`, EFFECT_SHADES[effect]);
  return readingBy(shades);
}

function readingOfChanges({ added, changed, moved }: TopologyDiff): LayerReading {
  const shades = new Map<string, Shade>();
  const tell = (key: RecordKey, shade: Shade) => {
    const name = key.kind === "handoff" ? `handoff:${key.id}` : boxOfRecord(key.kind, key.id);
    if (name) shades.set(name, shade);
  };
  // What weighs more is told last.
  for (const { key } of moved) tell(key, CHANGE_SHADES.moved);
  for (const { key } of changed) tell(key, CHANGE_SHADES.changed);
  for (const { key } of added) tell(key, CHANGE_SHADES.added);
  return readingBy(shades);
}

/** By the key of a box, and `handoff:` before the id of a handoff. A collapsed group stands for what it holds. */
export function readingBy(shades: ReadonlyMap<string, Shade>): LayerReading {
  return {
    box: (key) => shades.get(key) ?? shadeWithin(key, shades),
    edge: (id) => shades.get(`handoff:${id}`) ?? null,
  };
}

/** What weighs most of what is marked in a collapsed group; null for every other box. */
function shadeWithin(key: string, shades: ReadonlyMap<string, Shade>): Shade | null {
  const group = groupIdOf(key);
  if (group === null) return null;
  const state = useDocument.getState();
  const topology = recordOf(state, "group", group)?.topology;
  if (topology === undefined || !isCollapsed(state, topology, group)) return null;
  return membersOf(state, topology, group).reduce<Shade | null>((most, member) => {
    const shade = shades.get(member);
    return shade && weightOf(shade) < weightOf(most) ? shade : most;
  }, null);
}

/** The less, the more it weighs. */
function weightOf(shade: Shade | null): number {
  return shade?.rank ?? Number.POSITIVE_INFINITY;
}
