/** The drawing's view, tied to its surroundings: size, theme, faces, what is shown first and where it was left. */
import { type RefObject, useEffect, useState } from "react";
import type { Rect } from "../../canvas/geometry";
import { DrawingView, type Environment } from "../../canvas/view/view";
import { useDocument } from "../../document/store";
import { useScene } from "../../document/use-scene";
import { mark } from "../../platform/timing";
import { session, useSession } from "../../session/store";
import { makeSurface } from "./bitmap";
import { glyphPaths, loadFaces, readTheme } from "./theme";
import { usePath } from "./use-path";

const KEEP_CAMERA_MS = 400;

const environment = (area: RefObject<HTMLElement | null>): Environment => ({
  covered: () => coveredIn(area.current),
  paths: glyphPaths(),
  requestFrame: (callback) => requestAnimationFrame(callback),
  cancelFrame: (handle) => cancelAnimationFrame(handle),
  now: () => performance.now(),
  surface: makeSurface,
  shown: () => mark("drawing-shown"),
  reducedMotion: () => window.matchMedia("(prefers-reduced-motion: reduce)").matches,
});

export function useDrawingView(
  area: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLCanvasElement | null>,
  topology: string,
): DrawingView | null {
  const [view, setView] = useState<DrawingView | null>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const theme = readTheme(canvas.current);
    const made = new DrawingView(canvas.current, theme, environment(area));
    void loadFaces(theme).then(() => made.facesArrived());
    setView(made);
    return () => {
      made.dispose();
      setView(null);
    };
  }, [canvas, area]);

  const scene = useScene(topology);
  const selection = useSession((state) => state.selection);
  useEffect(() => view?.setScene(scene), [view, scene]);
  useEffect(() => view?.setSelection(selection), [view, selection]);
  useSize(area, view);
  useTheme(canvas, view);
  useFirstView(view, topology);
  useKeptCamera(view, topology);
  usePath(view);
  return view;
}

/** The bars that stand over the drawing, in its own pixels. */
function coveredIn(area: HTMLElement | null): Rect[] {
  if (!area) return [];
  const { left, top } = area.getBoundingClientRect();
  return [...area.querySelectorAll(":scope > [data-control]")].map((control) => {
    const { x, y, width, height } = control.getBoundingClientRect();
    return { x: x - left, y: y - top, width, height };
  });
}

function useSize(area: RefObject<HTMLElement | null>, view: DrawingView | null): void {
  useEffect(() => {
    const element = area.current;
    if (!element || !view) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      view.resize({ width, height }, window.devicePixelRatio || 1);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [area, view]);
}

function useTheme(canvas: RefObject<HTMLCanvasElement | null>, view: DrawingView | null): void {
  useEffect(() => {
    const element = canvas.current;
    if (!element || !view) return;
    const refresh = () => view.setTheme(readTheme(element));
    const observer = new MutationObserver(refresh);
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme"],
    });
    refresh();
    return () => observer.disconnect();
  }, [canvas, view]);
}

/** The first sight of a topology: where it was left, else all of it. */
function useFirstView(view: DrawingView | null, topology: string): void {
  const drawn = useDocument((state) => state.drawings.has(topology));
  useEffect(() => {
    if (!view || !drawn) return;
    const kept = session.get().cameras[topology];
    if (kept) view.setCamera(kept);
    else view.fitAll(false);
  }, [view, topology, drawn]);
}

function useKeptCamera(view: DrawingView | null, topology: string): void {
  useEffect(() => {
    if (!view) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = view.onCamera(({ camera }) => {
      clearTimeout(timer);
      timer = setTimeout(() => session.keepCamera(topology, camera), KEEP_CAMERA_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [view, topology]);
}
