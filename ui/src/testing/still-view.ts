/** A view onto a small scene that paints nothing: one unit is one pixel, and it never moves. */
import type { Preview } from "../canvas/paint/preview";
import { NO_PREVIEW } from "../canvas/paint/preview";
import type { SceneBox, SceneEdge } from "../canvas/scene";
import { NOTHING, type Selection } from "../canvas/selection";
import type { DrawingView } from "../canvas/view/view";
import { drawnScene } from "./drawn";

export interface StillView {
  readonly view: DrawingView;
  readonly preview: () => Preview;
  /** What the view was told to show as selected last. */
  readonly selection: () => Selection;
}

export function stillView(boxes: readonly SceneBox[], edges: readonly SceneEdge[] = []): StillView {
  let preview = NO_PREVIEW;
  let selection = NOTHING;
  const nothing = () => {};
  const view = {
    ...drawnScene(boxes, edges),
    camera: { x: 0, y: 0, zoom: 1 },
    size: { width: 1000, height: 800 },
    near: [],
    centre: () => ({ x: 500, y: 400 }),
    onCamera: () => nothing,
    onNear: () => nothing,
    setPreview: (next: Preview) => {
      preview = next;
    },
    setSelection: (next: Selection) => {
      selection = next;
    },
    setHover: nothing,
    setFocus: nothing,
    stopFlight: nothing,
    pan: nothing,
    zoomBy: nothing,
    fitAll: nothing,
    showFocus: nothing,
    flyToSelection: nothing,
  };
  return {
    view: view as unknown as DrawingView,
    preview: () => preview,
    selection: () => selection,
  };
}
