/** The drawing: one canvas for everything, and above it DOM for what is near enough to read. */
import { type RefObject, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import type { DrawingView } from "../../canvas/view/view";
import { useCountWords } from "../../document/counts";
import { lockNow } from "../../document/lock";
import { nameOf, useDocument } from "../../document/store";
import { useScene } from "../../document/use-scene";
import { session, useSession } from "../../session/store";
import { showPathAt } from "../impact/show";
import { duplicateBoxes } from "./clipboard";
import { ContextMenu } from "./context-menu";
import { CanvasController } from "./controller";
import { setCurrentController } from "./current";
import { EmptyCanvas } from "./empty-canvas";
import { FocusChip } from "./focus-chip";
import { GhostLayer } from "./ghost-layer";
import { onSpace, spaceIsHeld } from "./held-keys";
import { carryEnd, connect, foldGroup, movable, move, regroupingAt } from "./intents";
import { Legend } from "./legend";
import { beginNew } from "./making";
import { NameField } from "./name-field";
import { NearLayer } from "./near-layer";
import { NoteEditor } from "./note-field";
import { OthersLayer } from "./others-layer";
import { Questions } from "./questions";
import { ToolBar } from "./tool-bar";
import { useDrawingView } from "./use-drawing-view";
import { useAim, useFocus } from "./use-focus";
import { usePointers, useWheel } from "./use-input";
import { ZoomBar } from "./zoom-bar";
import "./canvas.css";

export function CanvasSurface({ topology }: { readonly topology: string }) {
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useDrawingView(area, canvas, topology);
  const controller = useController(canvas, view);
  const scene = useScene(topology);
  const selection = useSession((state) => state.selection);
  const tool = useSession((state) => state.tool);
  const newBox = useSession((state) => state.newBox);
  const drawn = useDocument((state) => state.drawings.has(topology));
  const panning = useSyncExternalStore(onSpace, spaceIsHeld);

  useEffect(() => controller?.setSelection(selection), [controller, selection]);
  useFocus(view, scene);
  useAim(controller);
  useWheel(area, controller);
  const pointers = usePointers(area, controller);
  const counts = useCountWords(topology);
  const description = useId();
  const looks = ["canvas", tool && "canvas--placing", panning && "canvas--panning"];

  return (
    <div
      ref={area}
      className={looks.filter(Boolean).join(" ")}
      role="application"
      aria-label="Drawing"
      aria-describedby={description}
      data-testid="canvas"
      {...pointers}
    >
      {/* Elements exist only for what is large enough to be read; whoever hears the drawing is told where the rest is. */}
      <p id={description} hidden>
        {counts}. The outline lists all of it.
      </p>
      <canvas ref={canvas} className="canvas__paint" aria-hidden />
      {view && <NearLayer view={view} scene={scene} />}
      {view && <GhostLayer view={view} />}
      {view && <OthersLayer view={view} scene={scene} topology={topology} />}
      {drawn && scene.boxes.size === 0 && !newBox && <EmptyCanvas />}
      <Legend topology={topology} />
      <FocusChip />
      <ToolBar />
      {view && <ZoomBar view={view} scene={scene} />}
      {view && newBox && <NameField box={newBox} view={view} />}
      {view && <NoteEditor view={view} scene={scene} />}
      {view && <Questions view={view} />}
      {view && <ContextMenu view={view} />}
    </div>
  );
}

function useController(
  canvas: RefObject<HTMLCanvasElement | null>,
  view: DrawingView | null,
): CanvasController | null {
  const [controller, setController] = useState<CanvasController | null>(null);
  useEffect(() => {
    if (!canvas.current || !view) return;
    const made = new CanvasController(canvas.current, view, {
      select: session.select,
      locked: () => lockNow() !== null,
      move,
      duplicate: duplicateBoxes,
      connect,
      connectToNew: (from, at) => session.set({ question: { ask: "what", at, from } }),
      reconnect: carryEnd,
      create: (at) => beginNew({ make: "agent", kind: "ai" }, at, null),
      rename: (id) => session.set({ renaming: id }),
      fold: foldGroup,
      inspect: () =>
        session.set((state) =>
          state.dock.show === "history" ? { dock: { show: "inspector" } } : {},
        ),
      menu: (at) => session.set({ menu: at }),
      hover: showPathAt,
      movable,
      regroupingAt,
      nameOf: (group) => nameOf(useDocument.getState(), "group", group),
    });
    setController(made);
    setCurrentController(made);
    return () => {
      made.dispose();
      setCurrentController(null);
      setController(null);
    };
  }, [canvas, view]);
  return controller;
}
