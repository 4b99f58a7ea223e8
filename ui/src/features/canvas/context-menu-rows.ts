/** What the menu of the drawing offers: the same actions as everywhere, those that make sense for what is selected. */
import { toScreen } from "../../canvas/camera";
import { centreOf, type Point } from "../../canvas/geometry";
import { isEmpty, type Selection } from "../../canvas/selection";
import { session } from "../../session/store";
import { currentCanvas } from "./current";

/** Ids of actions; an inner list is a further menu, its first word the title. */
export type Offer = string | { readonly title: string; readonly of: readonly string[] };

const ALIGN: Offer = {
  title: "Align and distribute",
  of: [
    "align-left",
    "align-centre",
    "align-right",
    "align-top",
    "align-middle",
    "align-bottom",
    "distribute-horizontal",
    "distribute-vertical",
  ],
};
const FOCUS: Offer = { title: "Focus", of: ["focus-1", "focus-2", "focus-3", "focus-leave"] };
const ADD: Offer = {
  title: "Add here",
  of: [
    "add-ai",
    "add-supervisor",
    "add-human",
    "add-tool",
    "add-external",
    "add-queue",
    "add-outcome",
    "add-note",
  ],
};
const CLIP: readonly Offer[] = ["cut", "copy", "paste", "duplicate"];
const PICTURE: Offer = {
  title: "Picture",
  of: [
    "picture-copy-png",
    "picture-copy-svg",
    "picture-copy-mermaid",
    "picture-save-png",
    "picture-save-svg",
  ],
};
const SELECT: Offer = {
  title: "Select",
  of: ["select-connected", "select-same-owner", "select-inverse", "select-all"],
};

const ON_NOTHING: readonly (readonly Offer[])[] = [
  [ADD, "insert-part"],
  ["paste", "paste-copies", "paste-text"],
  ["select-all", "lay-out-again"],
  ["fit", "focus-leave"],
  [PICTURE, "print"],
  ["topology-changes"],
];

const ON_HANDOFFS: readonly (readonly Offer[])[] = [
  ["set-delegate", "set-transfer", "toggle-gate", "run-together", "run-alone"],
  ["change-sender", "change-receiver", "ask-capabilities"],
  ["impact-contract-version", "impact-owners"],
  [FOCUS, SELECT],
  [PICTURE],
  ["copy", "delete"],
];

/** From one agent something can lead on. */
const FROM_AGENT: readonly Offer[] = ["hand-over", "add-entry", "add-query", "insert-part"];

const ON_BOXES: readonly (readonly Offer[])[] = [
  ["rename"],
  ["change-sender", "ask-capabilities"],
  CLIP,
  ["collapse", "expand", "add-group", "ungroup", "into-group", "out-of-group"],
  [ALIGN, "pin", "unpin"],
  ["impact-agent"],
  [FOCUS, SELECT, PICTURE],
  ["delete"],
];

export function offersFor(selection: Selection): readonly (readonly Offer[])[] {
  if (isEmpty(selection)) return ON_NOTHING;
  const [only, ...more] = selection.boxes;
  if (only === undefined) return ON_HANDOFFS;
  const oneAgent = more.length === 0 && only.startsWith("agent:");
  return oneAgent ? [FROM_AGENT, ...ON_BOXES] : ON_BOXES;
}

/** Opens the menu by key: at what is selected, if that is in sight, else in the middle. */
export function openMenu(): void {
  const view = currentCanvas();
  if (!view) return;
  const { boxes, edges } = session.get().selection;
  const box = view.scene.boxes.get(boxes[0] ?? "");
  const edge = view.scene.edges.get(edges[0] ?? "");
  const world = box ? centreOf(box.rect) : (edge?.labelAt ?? view.centre());
  session.set({ menu: within(toScreen(view.camera, world), view.size) });
}

function within(at: Point, { width, height }: { width: number; height: number }): Point {
  return {
    x: Math.max(0, Math.min(at.x, width)),
    y: Math.max(0, Math.min(at.y, height)),
  };
}
