/** The open topology's scene, worked out once for all surfaces that show it. */
import { EMPTY_SCENE, type Scene } from "../canvas/scene";
import type { PackedDrawing } from "../platform";
import type { Layer } from "../session/persist";
import { useSession } from "../session/store";
import { layerOf } from "./layers";
import { type MadeScene, NOTHING_MADE, sceneOf } from "./scene";
import { type DocumentState, useDocument } from "./store";

interface Made {
  readonly drawing: PackedDrawing;
  readonly records: DocumentState["records"];
  readonly findings: DocumentState["findings"];
  readonly layer: Layer;
  readonly made: MadeScene;
}

let last: Made | null = null;

/** The same object until the drawing, a record, a finding or the layer changes. */
export function useScene(topology: string | null): Scene {
  const layer = useSession((state) => state.layer);
  return useDocument((state) => {
    const drawing = topology === null ? undefined : state.drawings.get(topology);
    return drawing ? sceneNow(state, drawing, layer) : EMPTY_SCENE;
  });
}

function sceneNow(state: DocumentState, drawing: PackedDrawing, layer: Layer): Scene {
  const { records, findings } = state;
  if (
    last?.drawing === drawing &&
    last.records === records &&
    last.findings === findings &&
    last.layer === layer
  )
    return last.made.scene;
  const before = last?.drawing.topology === drawing.topology ? last.made : NOTHING_MADE;
  const reading = layer === "owner" ? null : layerOf(state, layer);
  last = { drawing, records, findings, layer, made: sceneOf(state, drawing, reading, before) };
  return last.made.scene;
}
