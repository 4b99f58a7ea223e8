/** One more window, and what a link of this one would lead to. */
import { recordOfBox } from "../../document/boxes";
import { report } from "../../document/commit";
import { useDocument } from "../../document/store";
import { asPlatformError, platform, type RecordKey } from "../../platform";
import { placeOf } from "../../session/place";
import { session } from "../../session/store";

/** Opens a window where this one is. Both stay in step. */
export async function anotherWindow(): Promise<void> {
  const registry = useDocument.getState().info?.registry;
  try {
    await platform().openWindow(registry === undefined ? null : placeOf(session.get(), registry));
  } catch (reason) {
    report(asPlatformError(reason), "No window was opened");
  }
}

/** The record whose page is open, or the only one that is selected; the topology where nothing is. */
export function linkable(): RecordKey | null {
  const { view, page, selection, topology, startOpen } = session.get();
  if (startOpen) return null;
  if (view === "registry") return page;
  if (view !== "drawing") return null;
  const [box, ...boxes] = selection.boxes;
  const [edge, ...edges] = selection.edges;
  if (boxes.length + edges.length > 0 || (box && edge)) return null;
  if (box) return recordOfBox(box);
  if (edge) return { kind: "handoff", id: edge };
  return topology === null ? null : { kind: "topology", id: topology };
}
