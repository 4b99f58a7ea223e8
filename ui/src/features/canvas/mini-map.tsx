/** The whole drawing in small, with a frame for what is shown; a press moves there. */
import { type PointerEvent, useEffect, useRef } from "react";
import { type Camera, centred, visibleRect } from "../../canvas/camera";
import { inflate, type Rect } from "../../canvas/geometry";
import { ownerColour } from "../../canvas/paint/theme";
import type { Scene } from "../../canvas/scene";
import { useAppliedTheme } from "../shell/theme";
import { currentCanvas } from "./current";
import { readTheme } from "./theme";

const WIDTH = 168;
const HEIGHT = 96;

interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export function MiniMap({ scene, camera }: { readonly scene: Scene; readonly camera: Camera }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useAppliedTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the element.
  useEffect(() => {
    if (ref.current && scene.bounds) paint(ref.current, scene, viewOf(scene.bounds));
  }, [scene, theme]);

  const view = scene.bounds ? viewOf(scene.bounds) : null;
  const go = (event: PointerEvent<HTMLElement>) => {
    const canvas = currentCanvas();
    if (!view || !canvas || event.buttons !== 1) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    const x = view.x + (event.clientX - bounds.left) / view.scale;
    const y = view.y + (event.clientY - bounds.top) / view.scale;
    canvas.setCamera(centred({ x, y }, canvas.size, canvas.camera.zoom));
  };
  if (scene.boxes.size < 2 || !view) return null;
  const shown = visibleRect(camera, currentCanvas()?.size ?? { width: 0, height: 0 });
  return (
    <div
      className="mini-map"
      aria-hidden
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={go}
      onPointerMove={go}
    >
      <canvas ref={ref} />
      <div
        className="mini-map__frame"
        style={{
          left: (shown.x - view.x) * view.scale,
          top: (shown.y - view.y) * view.scale,
          width: shown.width * view.scale,
          height: shown.height * view.scale,
        }}
      />
    </div>
  );
}

function paint(canvas: HTMLCanvasElement, scene: Scene, view: View): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const colours = readTheme(canvas);
  const ratio = window.devicePixelRatio || 1;
  canvas.width = WIDTH * ratio;
  canvas.height = HEIGHT * ratio;
  const scale = view.scale * ratio;
  context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
  for (const box of scene.boxes.values()) {
    if (box.shape === "note") continue;
    context.fillStyle =
      box.shape === "group" ? colours.area : ownerColour(colours, box.ownerColour);
    context.fillRect(box.rect.x, box.rect.y, box.rect.width, box.rect.height);
  }
}

function viewOf(bounds: Rect): View {
  const all = inflate(bounds, Math.max(bounds.width, bounds.height) * 0.06 + 20);
  const scale = Math.min(WIDTH / all.width, HEIGHT / all.height);
  return {
    x: all.x - (WIDTH / scale - all.width) / 2,
    y: all.y - (HEIGHT / scale - all.height) / 2,
    scale,
  };
}
