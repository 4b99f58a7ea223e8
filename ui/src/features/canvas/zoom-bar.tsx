/** Zoom, fit and a small map of the whole drawing. */
import { Maximize, Minus, Plus } from "lucide-react";
import { useSyncExternalStore } from "react";
import type { Scene } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { IconButton } from "../../components/button";
import { MiniMap } from "./mini-map";

export function ZoomBar({ view, scene }: { readonly view: DrawingView; readonly scene: Scene }) {
  return (
    <div data-control className="zoom-bar">
      <MiniMap view={view} scene={scene} />
      <div className="zoom-bar__row" role="toolbar" aria-label="Zoom">
        <IconButton
          icon={Minus}
          label="Zoom out"
          shortcut="−"
          size={14}
          onClick={() => view.zoomBy(1 / 1.25)}
        />
        <ZoomValue view={view} />
        <IconButton
          icon={Plus}
          label="Zoom in"
          shortcut="+"
          size={14}
          onClick={() => view.zoomBy(1.25)}
        />
        <IconButton
          icon={Maximize}
          label="Fit to window"
          shortcut="F"
          size={14}
          onClick={() => view.fitAll()}
        />
      </div>
    </div>
  );
}

/** The zoom in percent; the only part that follows it. */
function ZoomValue({ view }: { readonly view: DrawingView }) {
  const percent = useSyncExternalStore(
    (listener) => view.onCamera(listener),
    () => Math.round(view.camera.zoom * 100),
  );
  return (
    <button
      type="button"
      className="zoom-bar__value"
      title="Zoom to 100 %"
      onClick={() => view.zoomBy(1 / view.camera.zoom)}
    >
      {percent} %
    </button>
  );
}
