/**
 * Pointer input as an explicit state machine: one event and the present state give the next state and what was
 * meant. It moves nothing itself; the host carries out the intents, so that every gesture can be tested by data.
 */
import { add, distance, type Point, type Rect, spanning, subtract } from "./geometry";
import type { Hit } from "./hit";
import { NOTHING, type Selection, type SelectMode, selectionOf } from "./selection";

export interface Modifiers {
  readonly shift: boolean;
  /** Ctrl, or Cmd where that is the key. */
  readonly command: boolean;
  /** The space bar is held. */
  readonly space: boolean;
}

export const NO_MODIFIERS: Modifiers = { shift: false, command: false, space: false };

export interface PointerInput {
  readonly screen: Point;
  readonly world: Point;
  readonly button: "primary" | "middle" | "secondary";
  readonly modifiers: Modifiers;
}

export type GestureEvent =
  | { readonly type: "down"; readonly input: PointerInput; readonly hit: Hit }
  | {
      readonly type: "move";
      readonly input: PointerInput;
      readonly hit: Hit;
      readonly target: string | null;
    }
  | { readonly type: "up"; readonly input: PointerInput; readonly target: string | null }
  | { readonly type: "double"; readonly input: PointerInput; readonly hit: Hit }
  | { readonly type: "cancel" };

export type GestureState =
  | { readonly name: "idle" }
  | {
      readonly name: "pressing";
      readonly start: PointerInput;
      readonly hit: Hit;
      readonly selected: boolean;
    }
  | {
      readonly name: "panning";
      readonly last: Point;
      readonly moved: boolean;
      readonly button: PointerInput["button"];
    }
  | {
      readonly name: "moving";
      readonly ids: readonly string[];
      readonly start: Point;
      readonly delta: Point;
    }
  | {
      readonly name: "marquee";
      readonly start: Point;
      readonly area: Rect;
      readonly additive: boolean;
    }
  | {
      readonly name: "connecting";
      readonly from: string;
      readonly at: Point;
      readonly target: string | null;
    };

export type Intent =
  | { readonly do: "select"; readonly selection: Selection; readonly mode: SelectMode }
  | { readonly do: "select-area"; readonly area: Rect; readonly mode: SelectMode }
  | { readonly do: "hover"; readonly hit: Hit }
  | { readonly do: "pan"; readonly by: Point }
  | { readonly do: "move"; readonly ids: readonly string[]; readonly by: Point }
  | { readonly do: "connect"; readonly from: string; readonly to: string }
  | { readonly do: "connect-to-new"; readonly from: string; readonly at: Point }
  | { readonly do: "rename"; readonly id: string }
  | { readonly do: "inspect"; readonly hit: Hit }
  | { readonly do: "create"; readonly at: Point };

export interface Step {
  readonly state: GestureState;
  readonly intents: readonly Intent[];
}

/** Screen pixels that a press may wander before it becomes a drag. */
export const DRAG_THRESHOLD_PX = 3;
/** Boxes come to rest on multiples of this many world units. */
export const SNAP = 8;

export const IDLE: GestureState = { name: "idle" };

/** What the machine has to know of the surface. */
export interface GestureContext {
  readonly selection: Selection;
  /** The boxes that move when one of them is dragged: the members of areas too. */
  readonly movable: (ids: readonly string[]) => readonly string[];
}

export function step(state: GestureState, event: GestureEvent, context: GestureContext): Step {
  if (event.type === "cancel") return { state: IDLE, intents: [] };
  if (event.type === "double") return doubled(event.hit, event.input);
  switch (state.name) {
    case "idle":
      return idle(event, context);
    case "pressing":
      return pressing(state, event, context);
    case "panning":
      return panning(state, event);
    case "moving":
      return moving(state, event);
    case "marquee":
      return marquee(state, event);
    case "connecting":
      return connecting(state, event);
  }
}

type Input = Exclude<GestureEvent, { type: "cancel" } | { type: "double" }>;
type In<Name extends GestureState["name"]> = Extract<GestureState, { name: Name }>;

function idle(event: Input, context: GestureContext): Step {
  if (event.type === "move") return { state: IDLE, intents: [{ do: "hover", hit: event.hit }] };
  if (event.type !== "down") return { state: IDLE, intents: [] };
  const { input, hit } = event;
  if (input.button !== "primary" || input.modifiers.space) {
    return {
      state: { name: "panning", last: input.screen, moved: false, button: input.button },
      intents: [],
    };
  }
  const selected = isSelected(hit, context.selection);
  const choose: Intent[] =
    selected || input.modifiers.shift || hit.on === "empty" || hit.on === "handle"
      ? []
      : [{ do: "select", selection: chosen(hit), mode: "replace" }];
  return { state: { name: "pressing", start: input, hit, selected }, intents: choose };
}

function pressing(state: In<"pressing">, event: Input, context: GestureContext): Step {
  if (event.type === "up") return { state: IDLE, intents: released(state) };
  if (
    event.type !== "move" ||
    distance(event.input.screen, state.start.screen) < DRAG_THRESHOLD_PX
  ) {
    return { state, intents: [] };
  }
  switch (state.hit.on) {
    case "handle":
      return {
        state: {
          name: "connecting",
          from: state.hit.id,
          at: event.input.world,
          target: event.target,
        },
        intents: [],
      };
    case "box": {
      const pulled = state.selected ? context.selection.boxes : [state.hit.id];
      return {
        state: {
          name: "moving",
          ids: context.movable(pulled),
          start: state.start.world,
          delta: subtract(event.input.world, state.start.world),
        },
        intents: [],
      };
    }
    case "edge":
      return { state, intents: [] };
    case "empty":
      return {
        state: {
          name: "marquee",
          start: state.start.world,
          area: spanning(state.start.world, event.input.world),
          additive: state.start.modifiers.shift,
        },
        intents: [],
      };
  }
}

/** A press without a drag: a click. */
function released(state: In<"pressing">): Intent[] {
  const { hit, start, selected } = state;
  if (hit.on === "empty") {
    return start.modifiers.shift ? [] : [{ do: "select", selection: NOTHING, mode: "replace" }];
  }
  if (start.modifiers.shift) return [{ do: "select", selection: chosen(hit), mode: "toggle" }];
  const narrow: Intent[] =
    selected || hit.on === "handle"
      ? [{ do: "select", selection: chosen(hit), mode: "replace" }]
      : [];
  return [...narrow, { do: "inspect", hit }];
}

function panning(state: In<"panning">, event: Input): Step {
  if (event.type === "up") return { state: IDLE, intents: [] };
  const by = subtract(event.input.screen, state.last);
  return {
    state: { ...state, last: event.input.screen, moved: true },
    intents: [{ do: "pan", by }],
  };
}

function moving(state: In<"moving">, event: Input): Step {
  const delta = subtract(event.input.world, state.start);
  if (event.type === "move") return { state: { ...state, delta }, intents: [] };
  if (event.type !== "up") return { state, intents: [] };
  const still = Math.abs(delta.x) < 1 && Math.abs(delta.y) < 1;
  return { state: IDLE, intents: still ? [] : [{ do: "move", ids: state.ids, by: delta }] };
}

function marquee(state: In<"marquee">, event: Input): Step {
  const area = spanning(state.start, event.input.world);
  const mode: SelectMode = state.additive ? "add" : "replace";
  const next: GestureState = event.type === "up" ? IDLE : { ...state, area };
  return { state: next, intents: [{ do: "select-area", area, mode }] };
}

function connecting(state: In<"connecting">, event: Input): Step {
  if (event.type === "move")
    return { state: { ...state, at: event.input.world, target: event.target }, intents: [] };
  if (event.type !== "up") return { state, intents: [] };
  const intent: Intent = event.target
    ? { do: "connect", from: state.from, to: event.target }
    : { do: "connect-to-new", from: state.from, at: event.input.world };
  return { state: IDLE, intents: event.target === state.from ? [] : [intent] };
}

function doubled(hit: Hit, input: PointerInput): Step {
  if (hit.on === "box" || hit.on === "handle")
    return { state: IDLE, intents: [{ do: "rename", id: hit.id }] };
  if (hit.on === "edge") return { state: IDLE, intents: [{ do: "inspect", hit }] };
  return { state: IDLE, intents: [{ do: "create", at: input.world }] };
}

function isSelected(hit: Hit, selection: Selection): boolean {
  if (hit.on === "box") return selection.boxes.includes(hit.id);
  return hit.on === "edge" && selection.edges.includes(hit.id);
}

function chosen(hit: Hit): Selection {
  if (hit.on === "box" || hit.on === "handle") return selectionOf([hit.id]);
  return hit.on === "edge" ? selectionOf([], [hit.id]) : NOTHING;
}

/** Where a box's corner comes to rest. */
export function snapped(point: Point): Point {
  return { x: Math.round(point.x / SNAP) * SNAP, y: Math.round(point.y / SNAP) * SNAP };
}

/** The movement that brings `anchor` to rest on the grid after `delta`; all boxes that move share it. */
export function snappedDelta(anchor: Point, delta: Point): Point {
  return subtract(snapped(add(anchor, delta)), anchor);
}
