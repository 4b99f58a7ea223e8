/** The drawing: one canvas for everything, and above it DOM for what is near enough to read. */
import {
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { type Camera, START, toWorld } from "../../canvas/camera";
import type { Point } from "../../canvas/geometry";
import type { PointerInput } from "../../canvas/gestures";
import { useDocument } from "../../document/store";
import { useScene } from "../../document/use-scene";
import { session, useSession } from "../../session/store";
import { CanvasController } from "./controller";
import { setCurrentCanvas } from "./current";
import { EmptyCanvas } from "./empty-canvas";
import { applyTool, beginNew, connect, movable, move } from "./intents";
import { NameField } from "./name-field";
import { NearLayer } from "./near-layer";
import { ToolBar } from "./tool-bar";
import { ZoomBar } from "./zoom-bar";
import "./canvas.css";

const KEEP_CAMERA_MS = 400;

export function CanvasSurface({ topology }: { readonly topology: string }) {
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useScene(topology);
  const selection = useSession((state) => state.selection);
  const tool = useSession((state) => state.tool);
  const newBox = useSession((state) => state.newBox);
  const renaming = useSession((state) => state.renaming);
  const [near, setNear] = useState<readonly string[]>([]);
  const [camera, setCamera] = useState<Camera>(START);
  const controller = useController(canvas, setNear, setCamera);
  const drawn = useDocument((state) => state.drawings.has(topology));

  useEffect(() => controller?.setScene(scene), [controller, scene]);
  useEffect(() => controller?.setSelection(selection), [controller, selection]);
  useSize(area, controller);
  useTheme(controller);
  useFirstView(controller, topology, drawn);
  useKeptCamera(topology, camera);

  const input = useCallback(
    (event: ReactPointerEvent | React.MouseEvent): Omit<PointerInput, "world"> => {
      const bounds = area.current?.getBoundingClientRect();
      return {
        screen: { x: event.clientX - (bounds?.left ?? 0), y: event.clientY - (bounds?.top ?? 0) },
        button: event.button === 1 ? "middle" : event.button === 2 ? "secondary" : "primary",
        modifiers: {
          shift: event.shiftKey,
          command: event.ctrlKey || event.metaKey,
          space: spaceHeld,
        },
      };
    },
    [],
  );
  useWheel(area, controller);

  const onPointerDown = (event: ReactPointerEvent<HTMLDivElement>) => {
    if (!controller || isControl(event.target)) return;
    if (event.target === canvas.current || event.button === 1) event.preventDefault();
    if (document.activeElement instanceof HTMLElement && document.activeElement !== event.target)
      document.activeElement.blur();
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = input(event);
    if (tool && at.button === "primary") {
      const world = toWorld(controller.camera, at.screen);
      void applyTool(tool, world, boxUnder(controller, at.screen));
      return;
    }
    controller.pointer("down", at);
  };

  return (
    <div
      ref={area}
      className={`canvas ${tool ? "canvas--placing" : ""}`}
      role="application"
      aria-label="Drawing"
      data-testid="canvas"
      onPointerDown={onPointerDown}
      onPointerMove={(event) => controller?.pointer("move", input(event))}
      onPointerUp={(event) => {
        if (!isControl(event.target)) controller?.pointer("up", input(event));
      }}
      onPointerCancel={() => controller?.cancel()}
      onPointerLeave={() => controller?.leave()}
      onDoubleClick={(event) => {
        if (!isControl(event.target)) controller?.pointer("double", input(event));
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      <canvas ref={canvas} className="canvas__paint" aria-hidden />
      <NearLayer ids={near} scene={scene} camera={camera} renaming={renaming} />
      {newBox && <NameField box={newBox} camera={camera} />}
      {drawn && scene.boxes.size === 0 && !newBox && <EmptyCanvas />}
      <ToolBar />
      <ZoomBar zoom={camera.zoom} scene={scene} camera={camera} />
    </div>
  );
}

/** Toolbars, fields and panels over the drawing keep their own pointer. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest("[data-control]") !== null;
}

function boxUnder(controller: CanvasController, screen: Point): string | null {
  for (const id of controller.scene.boxes.keys()) {
    const rect = controller.screenRectOf(id);
    const inside =
      rect &&
      screen.x >= rect.x &&
      screen.y >= rect.y &&
      screen.x <= rect.x + rect.width &&
      screen.y <= rect.y + rect.height;
    if (inside && id.startsWith("agent:")) return id;
  }
  return null;
}

function useController(
  canvas: RefObject<HTMLCanvasElement | null>,
  nearChanged: (ids: readonly string[]) => void,
  cameraMoved: (camera: Camera) => void,
): CanvasController | null {
  const [controller, setController] = useState<CanvasController | null>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const made = new CanvasController(canvas.current, {
      select: session.select,
      move,
      connect,
      connectToNew: (from, at) => beginNew({ make: "agent", kind: "ai" }, at, from),
      create: (at) => beginNew({ make: "agent", kind: "ai" }, at, null),
      rename: (id) => session.set({ renaming: id }),
      inspect: () =>
        session.set((state) =>
          state.dock.show === "history" ? { dock: { show: "inspector" } } : {},
        ),
      movable,
      cameraMoved,
      nearChanged,
    });
    setController(made);
    setCurrentCanvas(made);
    return () => {
      made.dispose();
      setCurrentCanvas(null);
      setController(null);
    };
  }, [canvas, nearChanged, cameraMoved]);
  return controller;
}

function useSize(area: RefObject<HTMLElement | null>, controller: CanvasController | null): void {
  useEffect(() => {
    const element = area.current;
    if (!element || !controller) return;
    const observer = new ResizeObserver(() =>
      controller.resize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    controller.resize({ width: element.clientWidth, height: element.clientHeight });
    return () => observer.disconnect();
  }, [area, controller]);
}

function useTheme(controller: CanvasController | null): void {
  useEffect(() => {
    if (!controller) return;
    const observer = new MutationObserver(() => controller.refreshTheme());
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme"],
    });
    controller.refreshTheme();
    return () => observer.disconnect();
  }, [controller]);
}

/** The first sight of a topology: where it was left, else all of it. */
function useFirstView(controller: CanvasController | null, topology: string, drawn: boolean): void {
  useEffect(() => {
    if (!controller || !drawn) return;
    const kept = session.get().cameras[topology];
    if (kept) controller.setCamera(kept);
    else controller.fitAll(false);
  }, [controller, topology, drawn]);
}

function useKeptCamera(topology: string, camera: Camera): void {
  useEffect(() => {
    if (camera === START) return;
    const timer = setTimeout(() => session.keepCamera(topology, camera), KEEP_CAMERA_MS);
    return () => clearTimeout(timer);
  }, [topology, camera]);
}

let spaceHeld = false;

export function holdSpace(held: boolean): void {
  spaceHeld = held;
}

/** React listens to wheels passively; zooming has to keep the page still. */
function useWheel(area: RefObject<HTMLElement | null>, controller: CanvasController | null): void {
  useEffect(() => {
    const element = area.current;
    if (!element || !controller) return;
    const onWheel = (event: WheelEvent) => {
      if (event.target instanceof Element && event.target.closest("[data-control]")) return;
      event.preventDefault();
      const bounds = element.getBoundingClientRect();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 32 : 1;
      const at = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
      controller.wheel(
        at,
        event.deltaX * unit,
        event.deltaY * unit,
        event.shiftKey && !event.ctrlKey,
      );
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [area, controller]);
}
