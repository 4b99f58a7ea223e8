/** Tells people who do not see the window what is selected and what an edit did. */
import { useEffect, useRef } from "react";
import type { Scene } from "../../canvas/scene";
import { isEmpty, type Selection } from "../../canvas/selection";
import { useScene } from "../../document/use-scene";
import { session, useSession } from "../../session/store";

export function LiveRegion() {
  const { words, turn } = useSession((state) => state.announcement);
  useSelectionWords();
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="live-region">
      {/* Equal words twice are news twice. */}
      <p key={turn}>{words}</p>
    </div>
  );
}

function useSelectionWords(): void {
  const selection = useSession((state) => state.selection);
  const topology = useSession((state) => state.topology);
  const scene = useScene(topology);
  const drawn = useRef<Scene>(scene);
  drawn.current = scene;
  const told = useRef(selection);
  useEffect(() => {
    if (told.current === selection) return;
    told.current = selection;
    // The tree speaks for itself while it has the focus.
    if (document.activeElement?.closest('[role="tree"]')) return;
    const words = selectionWords(drawn.current, selection);
    if (words !== "") session.announce(words);
  }, [selection]);
}

export function selectionWords(scene: Scene, selection: Selection): string {
  if (isEmpty(selection)) return "";
  const { boxes, edges } = selection;
  const [box] = boxes;
  const [edge] = edges;
  if (boxes.length + edges.length === 1) {
    const spoken = box ? scene.boxes.get(box)?.spoken : scene.edges.get(edge ?? "")?.spoken;
    return spoken ? `Selected: ${spoken}` : "";
  }
  const parts = [
    boxes.length > 0 ? `${boxes.length} ${boxes.length === 1 ? "box" : "boxes"}` : "",
    edges.length > 0 ? `${edges.length} ${edges.length === 1 ? "handoff" : "handoffs"}` : "",
  ];
  return `${parts.filter(Boolean).join(" and ")} selected`;
}
