/** The whole drawing in small, with a frame for what is shown; a press moves there. */
import { type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { centred, visibleRect } from "../../canvas/camera";
import { inflate, type Rect } from "../../canvas/geometry";
import { pixelOf } from "../../canvas/paint/colour";
import { Raster } from "../../canvas/paint/raster";
import { smallBox } from "../../canvas/paint/small";
import type { Scene } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { useAppliedTheme } from "../shell/theme";
import { writeRaster } from "./bitmap";
import { readTheme } from "./theme";

const WIDTH = 168;
const HEIGHT = 96;

/** Where the map's upper left corner lies in the drawing, and how small it is. */
interface Placing {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export function MiniMap({ view, scene }: { readonly view: DrawingView; readonly scene: Scene }) {
  const map = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const theme = useAppliedTheme();
  const placing = useMemo(() => (scene.bounds ? placingOf(scene.bounds) : null), [scene.bounds]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the element.
  useEffect(() => {
    if (map.current && placing) paint(map.current, scene, placing);
  }, [scene, placing, theme]);
  useLayoutEffect(() => {
    if (!placing) return;
    const follow = () => {
      if (!frame.current) return;
      const shown = visibleRect(view.camera, view.size);
      const { style } = frame.current;
      const x = (shown.x - placing.x) * placing.scale;
      const y = (shown.y - placing.y) * placing.scale;
      style.transform = `translate(${x}px, ${y}px)`;
      style.width = `${shown.width * placing.scale}px`;
      style.height = `${shown.height * placing.scale}px`;
    };
    follow();
    return view.onCamera(follow);
  }, [view, placing]);

  const go = (event: PointerEvent<HTMLElement>) => {
    if (!placing || event.buttons !== 1) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    const x = placing.x + (event.clientX - bounds.left) / placing.scale;
    const y = placing.y + (event.clientY - bounds.top) / placing.scale;
    view.setCamera(centred({ x, y }, view.size, view.camera.zoom));
  };
  if (scene.boxes.size < 2 || !placing) return null;
  return (
    <div
      className="mini-map"
      aria-hidden
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={go}
      onPointerMove={go}
    >
      <canvas ref={map} />
      <div ref={frame} className="mini-map__frame" />
    </div>
  );
}

function paint(canvas: HTMLCanvasElement, scene: Scene, placing: Placing): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const theme = readTheme(canvas);
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(WIDTH * ratio);
  const height = Math.round(HEIGHT * ratio);
  const raster = new Raster(width, height);
  const scale = placing.scale * ratio;
  const small = {
    raster,
    scale,
    x: placing.x * scale,
    y: placing.y * scale,
    detail: "dots" as const,
    theme,
    hairline: 1,
  };
  raster.clear(pixelOf(theme.canvas));
  for (const box of scene.boxes.values())
    if (box.shape !== "note") smallBox(small, box, box.rect, false);
  canvas.width = width;
  canvas.height = height;
  writeRaster(context, raster, 0, 0);
}

function placingOf(bounds: Rect): Placing {
  const all = inflate(bounds, Math.max(bounds.width, bounds.height) * 0.06 + 20);
  const scale = Math.min(WIDTH / all.width, HEIGHT / all.height);
  return {
    x: all.x - (WIDTH / scale - all.width) / 2,
    y: all.y - (HEIGHT / scale - all.height) / 2,
    scale,
  };
}
