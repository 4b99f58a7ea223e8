/** Copying and pasting between topologies and registries. What is copied is text that the registry writes and reads. */
import { type Point, union } from "../../canvas/geometry";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { boxOfRecord, recordOfBox } from "../../document/boxes";
import { copyRecords, pasteRecords } from "../../document/clip";
import type { RecordKey } from "../../platform";
import { session } from "../../session/store";
import { pasteOutside } from "../paste/outside";
import { currentController } from "./current";
import { deleteSelection, movable, selectedKeys } from "./intents";
import { boxesAt, openTopologyId, pointedAt } from "./scene-now";

/** A copy that the registry has not answered yet: what is pasted in this moment is what was copied last. */
let copying: Promise<boolean> | null = null;

/** Puts the selection into the clipboard; false where nothing could be copied. */
export function copySelection(): Promise<boolean> {
  const asked = kept(copied(session.get().selection.boxes)).finally(() => {
    if (copying === asked) copying = null;
  });
  copying = asked;
  return asked;
}

async function kept(answer: Promise<string | null>): Promise<boolean> {
  const text = await answer;
  if (text === null) return false;
  session.set({ clip: text });
  held = "refused";
  const written = navigator.clipboard?.writeText(text) ?? Promise.reject();
  void written.then(
    () => {
      held = "copy";
    },
    // What was copied stays in this window.
    () => {},
  );
  return true;
}

/**
 * What the desktop's clipboard holds: the last copy; or something older, as it refused that copy, with its text once
 * that was seen.
 */
let held: "copy" | "refused" | { readonly older: string } = "copy";

/** Whether a text in the clipboard is what this window copied last, or older than that. */
function isOlder(text: string): boolean {
  if (session.get().clip === null || held === "copy") return false;
  if (held === "refused") held = { older: text };
  return held.older === text;
}

/** How the registry begins what it copies. Other text may be one all the same, which the registry tells. */
const CLIP_START = /^\{"baton":\s*"clip/;

export async function cutSelection(): Promise<void> {
  if (await copySelection()) await deleteSelection();
}

/** Pastes what was copied last in this window or, with `text`, what the desktop's clipboard holds. */
export async function paste(asCopies: boolean, text: string | null = null): Promise<void> {
  const at = pointedAt() ?? currentController()?.pastePoint() ?? null;
  const isLatest = copying !== null && (await copying);
  if (text === null || isLatest || isOlder(text)) {
    const { clip } = session.get();
    if (clip !== null) await pasteAt(clip, at, asCopies);
  } else if (CLIP_START.test(text)) await pasteAt(text, at, asCopies);
  else await pasteOutside(text, at);
}

const BESIDE = 32;

/** Copies of the selection beside it. */
export function duplicateSelection(): Promise<void> {
  return duplicateBoxes(session.get().selection.boxes, { x: BESIDE, y: BESIDE });
}

/** Copies of boxes, as far away from them as `by`. */
export async function duplicateBoxes(boxes: readonly string[], by: Point): Promise<void> {
  const around = union(boxesAt(boxes).map(({ rect }) => rect));
  const text = await copied(boxes);
  if (text !== null && around)
    await pasteAt(text, { x: around.x + by.x, y: around.y + by.y }, true);
}

/** With groups goes what is in them, with boxes the handoffs that were selected along. */
function copied(boxes: readonly string[]): Promise<string | null> {
  const topology = openTopologyId();
  const keys = new Map<string, RecordKey>();
  for (const key of [...movable(boxes).map(recordOfBox), ...selectedKeys()])
    keys.set(`${key.kind}:${key.id}`, key);
  if (!topology || keys.size === 0) return Promise.resolve(null);
  return copyRecords(topology, [...keys.values()]);
}

async function pasteAt(clip: string, at: Point | null, asCopies: boolean): Promise<void> {
  const topology = openTopologyId();
  if (!topology) return;
  const whole = at && { x: Math.round(at.x), y: Math.round(at.y) };
  const pasted = await pasteRecords(topology, clip, whole, asCopies);
  if (!pasted) return;
  const boxes = pasted.flatMap(({ kind, id }) => boxOfRecord(kind, id) ?? []);
  const handoffs = pasted.filter(({ kind }) => kind === "handoff").map(({ id }) => id);
  session.select(boxes.length + handoffs.length > 0 ? selectionOf(boxes, handoffs) : NOTHING);
}
