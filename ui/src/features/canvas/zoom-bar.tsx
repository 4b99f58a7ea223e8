/** Zoom, fit and a small map of the whole drawing. */
import { Maximize, Minus, Plus } from "lucide-react";
import type { Camera } from "../../canvas/camera";
import type { Scene } from "../../canvas/scene";
import { IconButton } from "../../components/button";
import { currentCanvas } from "./current";
import { MiniMap } from "./mini-map";

export function ZoomBar({
  zoom,
  scene,
  camera,
}: {
  readonly zoom: number;
  readonly scene: Scene;
  readonly camera: Camera;
}) {
  return (
    <div data-control className="zoom-bar">
      <MiniMap scene={scene} camera={camera} />
      <div className="zoom-bar__row" role="toolbar" aria-label="Zoom">
        <IconButton
          icon={Minus}
          label="Zoom out"
          shortcut="−"
          size={14}
          onClick={() => currentCanvas()?.zoomBy(1 / 1.25)}
        />
        <button
          type="button"
          className="zoom-bar__value"
          title="Zoom to 100 %"
          onClick={() => currentCanvas()?.zoomBy(1 / zoom)}
        >
          {Math.round(zoom * 100)} %
        </button>
        <IconButton
          icon={Plus}
          label="Zoom in"
          shortcut="+"
          size={14}
          onClick={() => currentCanvas()?.zoomBy(1.25)}
        />
        <IconButton
          icon={Maximize}
          label="Fit to window"
          shortcut="F"
          size={14}
          onClick={() => currentCanvas()?.fitAll()}
        />
      </div>
    </div>
  );
}
