/** What is selected: boxes and handoffs, in the order they were chosen. */

export interface Selection {
  readonly boxes: readonly string[];
  readonly edges: readonly string[];
}

export const NOTHING: Selection = { boxes: [], edges: [] };

export type SelectMode = "replace" | "toggle" | "add";

export function selectionOf(boxes: readonly string[], edges: readonly string[] = []): Selection {
  return { boxes, edges };
}

export function combine(current: Selection, chosen: Selection, mode: SelectMode): Selection {
  switch (mode) {
    case "replace":
      return chosen;
    case "add":
      return {
        boxes: merged(current.boxes, chosen.boxes),
        edges: merged(current.edges, chosen.edges),
      };
    case "toggle":
      return {
        boxes: toggled(current.boxes, chosen.boxes),
        edges: toggled(current.edges, chosen.edges),
      };
  }
}

export function isEmpty(selection: Selection): boolean {
  return selection.boxes.length === 0 && selection.edges.length === 0;
}

/** The selection without what no longer exists; the same object where nothing was lost. */
export function retain(
  selection: Selection,
  hasBox: (id: string) => boolean,
  hasEdge: (id: string) => boolean,
): Selection {
  const boxes = selection.boxes.filter(hasBox);
  const edges = selection.edges.filter(hasEdge);
  const unchanged =
    boxes.length === selection.boxes.length && edges.length === selection.edges.length;
  return unchanged ? selection : { boxes, edges };
}

function merged(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

function toggled(a: readonly string[], b: readonly string[]): string[] {
  return [...a.filter((id) => !b.includes(id)), ...b.filter((id) => !a.includes(id))];
}
