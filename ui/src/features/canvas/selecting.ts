/** Selections that are made by what things are, not by pointing at them. */
import { NOTHING, type Selection, selectionOf } from "../../canvas/selection";
import { recordOfBox } from "../../document/boxes";
import { recordOf, useDocument } from "../../document/store";
import { session } from "../../session/store";
import { sceneNow } from "./scene-now";

/** Handoffs are what can be selected of the lines. */
function everything(): Selection {
  const scene = sceneNow();
  if (!scene) return NOTHING;
  const edges = [...scene.edges.values()].filter((edge) => edge.kind === "handoff");
  return selectionOf(
    [...scene.boxes.keys()],
    edges.map((edge) => edge.id),
  );
}

export function selectAll(): void {
  session.select(everything());
}

export function selectNothing(): void {
  session.select(NOTHING);
}

export function invertSelection(): void {
  const { boxes, edges } = session.get().selection;
  const all = everything();
  const had = new Set([...boxes, ...edges]);
  session.select(
    selectionOf(
      all.boxes.filter((id) => !had.has(id)),
      all.edges.filter((id) => !had.has(id)),
    ),
  );
}

/** Adds the handoffs at the selected boxes, the boxes at the selected handoffs, and what is at their other ends. */
export function selectConnected(): void {
  const scene = sceneNow();
  const { boxes, edges } = session.get().selection;
  if (!scene) return;
  const allBoxes = new Set(boxes);
  const allEdges = new Set(edges);
  for (const edge of scene.edges.values()) {
    const touched = boxes.includes(edge.from) || boxes.includes(edge.to) || edges.includes(edge.id);
    if (!touched) continue;
    if (edge.kind === "handoff") allEdges.add(edge.id);
    allBoxes.add(edge.from).add(edge.to);
  }
  session.select(selectionOf([...allBoxes], [...allEdges]));
}

/** The agents of the teams that own the selected ones; with an agent that nobody owns, all of those. */
export function selectSameOwner(): void {
  const scene = sceneNow();
  const state = useDocument.getState();
  const ownerOf = (key: string): string | null | undefined => {
    const { kind, id } = recordOfBox(key);
    const agent = kind === "agent" ? recordOf(state, "agent", id) : undefined;
    return agent && (agent.team ?? null);
  };
  const owners = new Set(session.get().selection.boxes.map(ownerOf));
  owners.delete(undefined);
  const same = [...(scene?.boxes.keys() ?? [])].filter((key) => {
    const owner = ownerOf(key);
    return owner !== undefined && owners.has(owner);
  });
  if (same.length > 0) session.select(selectionOf(same));
}

/** The box that focus and menus are about: the only one selected, or the sender of the only handoff. */
export function mainBox(): string | null {
  const { boxes, edges } = session.get().selection;
  if (boxes.length > 0) return boxes.length === 1 ? (boxes[0] ?? null) : null;
  return edges.length === 1 ? (sceneNow()?.edges.get(edges[0] ?? "")?.from ?? null) : null;
}

export function focusOn(hops: number): void {
  const box = session.get().focus?.box ?? mainBox();
  if (box) session.set({ focus: { box, hops } });
}

export function leaveFocus(): void {
  session.set({ focus: null });
}
