/** Pointers, fingers and wheels over the drawing, as the controller takes them. */
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef } from "react";
import { toWorld } from "../../canvas/camera";
import type { Point } from "../../canvas/geometry";
import type { PointerInput } from "../../canvas/gestures";
import { Fingers } from "../../canvas/touch";
import type { DrawingView } from "../../canvas/view/view";
import { session } from "../../session/store";
import type { CanvasController } from "./controller";
import { spaceIsHeld } from "./held-keys";
import { applyTool } from "./making";

type Pointed = PointerEvent<HTMLDivElement> | React.MouseEvent<HTMLDivElement>;

const isMac = /Mac/.test(navigator.platform);

/** Toolbars, fields and panels over the drawing keep their own pointer; so do menus, which stand outside of it. */
function isControl({ target, currentTarget }: Pick<Event, "target" | "currentTarget">): boolean {
  if (!(target instanceof Element) || !(currentTarget instanceof Element)) return false;
  return !currentTarget.contains(target) || target.closest("[data-control]") !== null;
}

export function agentUnder(view: DrawingView, world: Point): string | null {
  const under = view.index.boxes.at(world);
  return under.find((id) => view.scene.boxes.get(id)?.shape === "agent") ?? null;
}

export function usePointers(
  area: RefObject<HTMLDivElement | null>,
  controller: CanvasController | null,
) {
  const fingers = useRef(new Fingers());
  /** A press with a tool in hand: what it makes is asked for on release, when no press takes the focus any more. */
  const placing = useRef(false);
  return useMemo(() => {
    const screenOf = ({ clientX, clientY }: Pointed): Point => {
      const bounds = area.current?.getBoundingClientRect();
      return { x: clientX - (bounds?.left ?? 0), y: clientY - (bounds?.top ?? 0) };
    };
    const input = (event: Pointed): Omit<PointerInput, "world"> => ({
      screen: screenOf(event),
      button: buttonOf(event),
      modifiers: {
        shift: event.shiftKey,
        command: event.ctrlKey || event.metaKey,
        alt: event.altKey,
        space: spaceIsHeld(),
      },
    });
    const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
      if (!controller || isControl(event)) return;
      takeFocus(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      const at = input(event);
      if (event.pointerType === "touch") {
        fingers.current.press(event.pointerId, at.screen);
        if (fingers.current.count > 1) return controller.cancel();
      }
      placing.current = session.get().tool !== null && at.button === "primary";
      if (!placing.current) controller.pointer("down", at);
    };
    const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
      if (!controller || (controller.gesture.name === "idle" && isControl(event))) return;
      const at = input(event);
      const pinch = fingers.current.move(event.pointerId, at.screen);
      if (pinch) {
        controller.view.pan(pinch.by);
        controller.view.zoomBy(pinch.factor, pinch.at);
      } else if (fingers.current.count < 2) controller.pointer("move", at);
    };
    const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
      const several = fingers.current.count > 1;
      fingers.current.release(event.pointerId);
      if (several) return;
      const { tool } = session.get();
      if (placing.current && controller) {
        placing.current = false;
        const world = toWorld(controller.view.camera, screenOf(event));
        if (tool) applyTool(tool, world, agentUnder(controller.view, world));
        return;
      }
      // What began on the drawing ends there, wherever it is let go.
      if (controller?.gesture.name !== "idle" || !isControl(event))
        controller?.pointer("up", input(event));
    };
    return {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: (event: PointerEvent<HTMLDivElement>) => {
        fingers.current.release(event.pointerId);
        placing.current = false;
        controller?.cancel();
      },
      onPointerLeave: () => controller?.leave(),
      onDoubleClick: (event: React.MouseEvent<HTMLDivElement>) => {
        if (!isControl(event)) controller?.pointer("double", input(event));
      },
      onContextMenu: (event: React.MouseEvent<HTMLDivElement>) => {
        if (!isControl(event)) event.preventDefault();
      },
    };
  }, [area, controller]);
}

/** On a Mac, Ctrl with the first button is the second one. */
function buttonOf({ button, ctrlKey }: Pointed): PointerInput["button"] {
  if (button === 1) return "middle";
  return button === 2 || (isMac && ctrlKey) ? "secondary" : "primary";
}

/** The drawing has the keys now: a field commits what is in it. */
function takeFocus(event: PointerEvent<HTMLDivElement>): void {
  if (event.target instanceof HTMLCanvasElement || event.button === 1) event.preventDefault();
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement !== event.target) activeElement.blur();
}

/** WebKit tells of a pinch on a trackpad in events of its own. */
interface PinchEvent extends UIEvent {
  readonly scale: number;
  readonly clientX: number;
  readonly clientY: number;
}

/** React listens to wheels passively; zooming has to keep the page still. */
export function useWheel(
  area: RefObject<HTMLElement | null>,
  controller: CanvasController | null,
): void {
  useEffect(() => {
    const element = area.current;
    if (!element || !controller) return;
    const within = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
      const bounds = element.getBoundingClientRect();
      return { x: clientX - bounds.left, y: clientY - bounds.top };
    };
    const onWheel = (event: WheelEvent) => {
      if (isControl(event)) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 32 : 1;
      const { deltaX, deltaY } = event;
      const sideways = event.shiftKey && !event.ctrlKey;
      controller.wheel(within(event), deltaX * unit, deltaY * unit, sideways);
    };
    let scale = 1;
    const onPinchStart = (event: Event) => {
      event.preventDefault();
      scale = 1;
    };
    const onPinch = (event: Event) => {
      event.preventDefault();
      const pinch = event as PinchEvent;
      controller.view.zoomBy(pinch.scale / scale, within(pinch));
      scale = pinch.scale;
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("gesturestart", onPinchStart);
    element.addEventListener("gesturechange", onPinch);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("gesturestart", onPinchStart);
      element.removeEventListener("gesturechange", onPinch);
    };
  }, [area, controller]);
}
