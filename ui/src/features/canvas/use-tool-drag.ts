/** Dragging a tool from the palette onto the drawing. */
import { type PointerEvent, useRef } from "react";
import { toWorld } from "../../canvas/camera";
import { distance, type Point } from "../../canvas/geometry";
import { DRAG_THRESHOLD_PX } from "../../canvas/gestures";
import { CARD } from "../../document/edits";
import type { Tool } from "../../session/store";
import { currentController } from "./current";
import { applyTool } from "./making";
import { agentUnder } from "./use-input";

interface Drag {
  readonly tool: Tool;
  readonly start: Point;
  readonly moved: boolean;
}

/** Handlers for a tool's button. A drag swallows the click that follows it. */
export function useToolDrag() {
  const drag = useRef<Drag | null>(null);
  const end = () => {
    drag.current = null;
    currentController()?.carry(null);
  };
  return (tool: Tool) => ({
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0 || tool.make === "group") return;
      drag.current = { tool, start: pointOf(event), moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      const now = drag.current;
      if (!now) return;
      const moved = now.moved || distance(pointOf(event), now.start) > DRAG_THRESHOLD_PX;
      drag.current = { ...now, moved };
      const at = moved ? onDrawing(event) : null;
      currentController()?.carry(
        at && {
          x: at.x - CARD.width / 2,
          y: at.y - CARD.height / 2,
          width: CARD.width,
          height: CARD.height,
        },
      );
    },
    onPointerUp: (event: PointerEvent<HTMLButtonElement>) => {
      const now = drag.current;
      end();
      const view = currentController()?.view;
      if (!now?.moved || !view) return;
      const { currentTarget } = event;
      const swallow = (click: MouseEvent) => click.stopPropagation();
      currentTarget.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => currentTarget.removeEventListener("click", swallow, true), 0);
      const at = onDrawing(event);
      if (at) applyTool(tool, at, agentUnder(view, at));
    },
    onPointerCancel: end,
  });
}

function pointOf({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY };
}

/** The point of the drawing under the pointer; null over the palette and everything beside the drawing. */
function onDrawing({ clientX, clientY }: PointerEvent): Point | null {
  const view = currentController()?.view;
  const under = document.elementFromPoint(clientX, clientY);
  const area = under?.closest("[data-testid=canvas]");
  if (!view || !area || under?.closest("[data-control]")) return null;
  const bounds = area.getBoundingClientRect();
  return toWorld(view.camera, { x: clientX - bounds.left, y: clientY - bounds.top });
}
