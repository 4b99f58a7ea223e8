/** What tests of the real window may read: whether it is ready, and where a box stands on screen. */
import { useEffect } from "react";
import type { Camera } from "../../canvas/camera";
import type { Point } from "../../canvas/geometry";
import { useDocument } from "../../document/store";
import { useSession } from "../../session/store";
import { currentCanvas } from "../canvas/current";

declare global {
  interface Window {
    readonly __baton?: BatonHooks;
  }
}

interface BatonHooks {
  readonly ready: boolean;
  readonly camera: Camera | null;
  /** Whether the drawing, where there is one, is painted as it should be. */
  readonly resting: boolean;
  /** The boxes that have a name beside them. */
  readonly names: readonly string[];
  /** The middle of a box in client pixels, by `agent:id` or plain id; null when it is not drawn. */
  readonly screenPosition: (id: string) => Point | null;
}

const SHAPES = ["agent", "outcome", "entry", "group", "note", "query"];

export function TestHooks() {
  const drawn = useSession((state) => state.topology);
  const ready = useDocument((state) => drawn !== null && state.drawings.has(drawn));
  useEffect(() => {
    const hooks: BatonHooks = {
      get ready() {
        return ready && currentCanvas() !== null;
      },
      get camera() {
        return currentCanvas()?.camera ?? null;
      },
      get resting() {
        return currentCanvas()?.isResting ?? true;
      },
      get names() {
        return currentCanvas()?.named ?? [];
      },
      screenPosition,
    };
    Object.defineProperty(window, "__baton", { value: Object.freeze(hooks), configurable: true });
  }, [ready]);
  return null;
}

function screenPosition(id: string): Point | null {
  const canvas = currentCanvas();
  const area = document.querySelector("[data-testid=canvas]")?.getBoundingClientRect();
  if (!canvas || !area) return null;
  for (const key of [id, ...SHAPES.map((shape) => `${shape}:${id}`)]) {
    const rect = canvas.screenRectOf(key);
    if (rect)
      return { x: area.left + rect.x + rect.width / 2, y: area.top + rect.y + rect.height / 2 };
  }
  return null;
}
