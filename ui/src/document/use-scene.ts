/** The open topology's scene, worked out once for all surfaces that show it. */
import { EMPTY_SCENE, type Scene } from "../canvas/scene";
import type { TopologyDrawing } from "../platform";
import { sceneOf } from "./scene";
import { type DocumentState, useDocument } from "./store";

interface Made {
  readonly drawing: TopologyDrawing;
  readonly records: DocumentState["records"];
  readonly findings: DocumentState["findings"];
  readonly scene: Scene;
}

let last: Made | null = null;

/** The same object until the drawing, a record or a finding changes. */
export function useScene(topology: string | null): Scene {
  return useDocument((state) => {
    const drawing = topology === null ? undefined : state.drawings.get(topology);
    if (!drawing) return EMPTY_SCENE;
    const { records, findings } = state;
    if (last?.drawing !== drawing || last.records !== records || last.findings !== findings) {
      last = { drawing, records, findings, scene: sceneOf(state, drawing) };
    }
    return last.scene;
  });
}
