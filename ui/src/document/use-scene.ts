/** The open topology's scene, worked out once for all surfaces that show it. */
import { EMPTY_SCENE, type Scene } from "../canvas/scene";
import type { PackedDrawing, Simulated } from "../platform";
import type { Layer } from "../session/persist";
import { type SessionState, useSession } from "../session/store";
import { type LayerReading, layerOf } from "./layers";
import { markingNow } from "./past";
import { type MadeScene, NOTHING_MADE, sceneOf } from "./scene";
import { type DocumentState, useDocument } from "./store";

interface Made {
  readonly drawing: PackedDrawing;
  readonly records: DocumentState["records"];
  readonly findings: DocumentState["findings"];
  readonly layer: Layer;
  readonly marking: LayerReading | null;
  readonly simulated: Simulated | null;
  readonly made: MadeScene;
}

const NO_FINDINGS: DocumentState["findings"] = [];

let last: Made | null = null;

/** The same object until the drawing, a record, a finding, the layer or what is marked changes. */
export function useScene(topology: string | null): Scene {
  const layer = useSession((state) => state.layer);
  const marking = useSession((state) => markingNow(state));
  const simulated = useSession((state) => simulatedNow(state, topology));
  return useDocument((state) => {
    const drawing = topology === null ? undefined : state.drawings.get(topology);
    return drawing ? sceneNow(state, drawing, layer, marking, simulated) : EMPTY_SCENE;
  });
}

/** What the last simulation of a topology found, where the layer tells of it; nothing is known of earlier states. */
export function simulatedNow(
  { layer, simulated, past }: SessionState,
  topology: string | null,
): Simulated | null {
  if (layer !== "traffic" || topology === null || past !== null) return null;
  return simulated[topology]?.found ?? null;
}

function sceneNow(
  state: DocumentState,
  drawing: PackedDrawing,
  layer: Layer,
  marking: LayerReading | null,
  simulated: Simulated | null,
): Scene {
  const { records, findings } = state;
  if (
    last?.drawing === drawing &&
    last.records === records &&
    last.findings === findings &&
    last.layer === layer &&
    last.marking === marking &&
    last.simulated === simulated
  )
    return last.made.scene;
  const before = last?.drawing.topology === drawing.topology ? last.made : NOTHING_MADE;
  // Until something was simulated, owners give the colours.
  const plain = layer === "owner" || (layer === "traffic" && simulated === null);
  const reading = marking ?? (plain ? null : layerOf(state, layer, simulated));
  // Marks of findings would look like what is marked.
  const told = marking ? { ...state, findings: NO_FINDINGS } : state;
  const made = sceneOf(told, drawing, reading, before);
  last = { drawing, records, findings, layer, marking, simulated, made };
  return last.made.scene;
}
