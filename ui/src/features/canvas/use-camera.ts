/** The camera as React state, for the few small elements that stand at a place of the drawing. */
import { useSyncExternalStore } from "react";
import type { Camera } from "../../canvas/camera";
import type { DrawingView } from "../../canvas/view/view";

export function useCamera(view: DrawingView): Camera {
  return useSyncExternalStore(
    (listener) => view.onCamera(listener),
    () => view.camera,
  );
}
