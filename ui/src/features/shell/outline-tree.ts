/** The drawing as a tree for the outline: groups, agents with their entries and handoffs, outcomes, notes. */
import type { Scene, SceneBox, SceneEdge } from "../../canvas/scene";
import { type Selection, selectionOf } from "../../canvas/selection";
import { orderKey } from "../../document/order";

export type OutlineNode = OutlineBox | OutlineHandoff;

interface Place {
  /** A box's key, or `handoff:` and the handoff's id. */
  readonly key: string;
  readonly parent: string | null;
  readonly depth: number;
  readonly title: string;
  readonly spoken: string;
  readonly children: readonly OutlineNode[];
}

export interface OutlineBox extends Place {
  readonly is: "box";
  readonly box: SceneBox;
}

export interface OutlineHandoff extends Place {
  readonly is: "handoff";
  readonly edge: SceneEdge;
}

/** A node as it is shown, with what assistive technology has to know of its place. */
export interface OutlineRow {
  readonly node: OutlineNode;
  readonly open: boolean;
  readonly position: number;
  readonly siblings: number;
}

const RANK: Readonly<Record<SceneBox["shape"], number>> = {
  group: 0,
  agent: 1,
  query: 2,
  entry: 3,
  outcome: 4,
  note: 5,
};

/** `parents` names the group that a box is in, by the box's key. */
export function treeOf(scene: Scene, parents: ReadonlyMap<string, string>): OutlineNode[] {
  const entries = new Map<string, SceneBox[]>();
  const handoffs = new Map<string, SceneEdge[]>();
  const attached = new Set<string>();
  for (const edge of scene.edges.values()) {
    if (edge.kind === "handoff") push(handoffs, edge.from, edge);
    const entry = edge.kind === "entry" ? scene.boxes.get(edge.from) : undefined;
    if (!entry) continue;
    push(entries, edge.to, entry);
    attached.add(entry.id);
  }
  const inside = new Map<string | null, SceneBox[]>();
  for (const box of scene.boxes.values()) {
    if (box.shape === "query" || attached.has(box.id)) continue;
    const parent = parents.get(box.id);
    push(inside, parent !== undefined && scene.boxes.has(parent) ? parent : null, box);
  }

  const boxNode = (box: SceneBox, parent: string | null, depth: number): OutlineBox => ({
    is: "box",
    key: box.id,
    parent,
    depth,
    title: box.title || "Without a name",
    spoken: box.spoken,
    box,
    children: [
      ...boxNodes(inside.get(box.id) ?? [], box.id, depth + 1),
      ...(entries.get(box.id) ?? []).map((entry) => boxNode(entry, box.id, depth + 1)),
      ...(handoffs.get(box.id) ?? []).map((edge) => handoffNode(edge, box.id, depth + 1)),
    ],
  });
  const boxNodes = (boxes: readonly SceneBox[], parent: string | null, depth: number) =>
    boxes
      .map((box) => ({ box, order: `${RANK[box.shape]} ${orderKey(box.title)}` }))
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
      .map(({ box }) => boxNode(box, parent, depth));
  const handoffNode = (edge: SceneEdge, parent: string, depth: number): OutlineHandoff => {
    const to = scene.boxes.get(edge.to);
    const tags = to?.shape === "query" ? `: ${to.tags.join(", ")}` : "";
    const title = `${to?.title ?? edge.to}${tags}`;
    const { spoken } = edge;
    return {
      is: "handoff",
      key: `handoff:${edge.id}`,
      parent,
      depth,
      title,
      spoken,
      edge,
      children: [],
    };
  };
  // A circle of groups has no outermost one; the registry refuses it, and here its members would only be missing.
  return boxNodes(inside.get(null) ?? [], null, 0);
}

/** The rows that are shown: without what closed nodes hold; with a filter what fits it and the way there. */
export function rowsOf(
  nodes: readonly OutlineNode[],
  closed: ReadonlySet<string>,
  filter: string,
): OutlineRow[] {
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const rows: OutlineRow[] = [];
  const add = (siblings: readonly OutlineNode[]) => {
    const shown = words.length === 0 ? siblings : siblings.filter((node) => fits(node, words));
    for (let i = 0; i < shown.length; i += 1) {
      const node = shown[i] as OutlineNode;
      const open = words.length > 0 || !closed.has(node.key);
      rows.push({ node, open, position: i + 1, siblings: shown.length });
      if (open) add(node.children);
    }
  };
  add(nodes);
  return rows;
}

function fits(node: OutlineNode, words: readonly string[]): boolean {
  const text = `${node.title} ${node.spoken}`.toLowerCase();
  return words.every((word) => text.includes(word)) || node.children.some((c) => fits(c, words));
}

export function selectionOfNode(node: OutlineNode): Selection {
  return node.is === "box" ? selectionOf([node.box.id]) : selectionOf([], [node.edge.id]);
}

/** The keys of everything that is selected. */
export function keysOf({ boxes, edges }: Selection): ReadonlySet<string> {
  return new Set([...boxes, ...edges.map((id) => `handoff:${id}`)]);
}

/** The next row after `from` whose title begins with what was typed, from the beginning again after the last one. */
export function typedRow(rows: readonly OutlineRow[], from: number, typed: string): number {
  const start = typed.length > 1 ? from : from + 1;
  const text = typed.toLowerCase();
  for (let n = 0; n < rows.length; n += 1) {
    const at = (Math.max(0, start) + n) % rows.length;
    if (rows[at]?.node.title.toLowerCase().startsWith(text)) return at;
  }
  return -1;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
