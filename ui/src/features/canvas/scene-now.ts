/** The drawing as it is at this moment, for what is done to it. */
import type { Point } from "../../canvas/geometry";
import { areaAt } from "../../canvas/hit";
import type { Scene, SceneBox } from "../../canvas/scene";
import type { MemberBox, Spot } from "../../document/edits";
import { groupIdOf } from "../../document/groups";
import { session } from "../../session/store";
import { currentCanvas } from "./current";

export function openTopologyId(): string | null {
  return session.get().topology;
}

export function sceneNow(): Scene | null {
  return currentCanvas()?.scene ?? null;
}

export function boxNow(key: string): SceneBox | undefined {
  return sceneNow()?.boxes.get(key);
}

/** Boxes with the rectangles that the drawing shows them at; those that it does not show are left out. */
export function boxesAt(keys: readonly string[]): MemberBox[] {
  return keys.flatMap((key) => {
    const rect = boxNow(key)?.rect;
    return rect ? [{ key, rect }] : [];
  });
}

const NONE: ReadonlySet<string> = new Set();

/** The open group that a point is in. */
export function groupAt(point: Point, except: ReadonlySet<string> = NONE): string | null {
  const view = currentCanvas();
  const area = view ? areaAt(view.scene, view.index, point, except) : null;
  return area === null ? null : groupIdOf(area);
}

export function spotAt(corner: Point, middle: Point): Spot {
  return { at: corner, group: groupAt(middle) };
}

let pointed: Point | null = null;

/** Lets an action do its work at a point, where a menu was opened for it. */
export function performAt(point: Point | null, perform: () => void): void {
  pointed = point;
  try {
    perform();
  } finally {
    pointed = null;
  }
}

/** The point that the action under way was asked for at, if any. */
export function pointedAt(): Point | null {
  return pointed;
}
