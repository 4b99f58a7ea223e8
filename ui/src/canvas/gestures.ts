/**
 * Pointer input as an explicit state machine: one event and the present state give the next state and what was
 * meant. It moves nothing itself; the host carries out the intents, so that every gesture can be tested by data.
 */
import { distance, type Point, type Rect, spanning, subtract } from "./geometry";
import type { DropTarget, End, Hit, Part } from "./hit";
import { NOTHING, type Selection, type SelectMode, selectionOf } from "./selection";

export interface Modifiers {
  readonly shift: boolean;
  /** Ctrl, or Cmd where that is the key. While dragging it lets a box rest anywhere. */
  readonly command: boolean;
  /** Dragging makes a copy. */
  readonly alt: boolean;
  /** The space bar is held. */
  readonly space: boolean;
}

export const NO_MODIFIERS: Modifiers = { shift: false, command: false, alt: false, space: false };

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
      readonly target: DropTarget | null;
    }
  | { readonly type: "up"; readonly input: PointerInput; readonly target: DropTarget | null }
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
      readonly start: PointerInput;
      readonly hit: Hit;
      readonly last: Point;
      readonly moved: boolean;
    }
  | {
      readonly name: "moving";
      readonly ids: readonly string[];
      /** What was taken hold of: `ids` without what only moves along. */
      readonly held: readonly string[];
      readonly start: Point;
      readonly at: Point;
      readonly delta: Point;
      readonly copy: boolean;
      /** No snapping. */
      readonly free: boolean;
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
      readonly target: DropTarget | null;
    }
  | {
      readonly name: "reconnecting";
      readonly edge: string;
      readonly end: End;
      readonly at: Point;
      readonly target: DropTarget | null;
    };

export type Intent =
  | { readonly do: "select"; readonly selection: Selection; readonly mode: SelectMode }
  /** `done` once the area will grow no more. */
  | {
      readonly do: "select-area";
      readonly area: Rect;
      readonly mode: SelectMode;
      readonly done: boolean;
    }
  | { readonly do: "hover"; readonly hit: Hit }
  | { readonly do: "pan"; readonly by: Point }
  | {
      readonly do: "move";
      readonly ids: readonly string[];
      readonly held: readonly string[];
      readonly by: Point;
      /** Where it was let go. */
      readonly at: Point;
      readonly free: boolean;
    }
  | {
      readonly do: "copy";
      readonly held: readonly string[];
      readonly by: Point;
      readonly free: boolean;
    }
  | { readonly do: "connect"; readonly from: string; readonly to: string }
  | { readonly do: "connect-to-new"; readonly from: string; readonly at: Point }
  | { readonly do: "reconnect"; readonly edge: string; readonly end: End; readonly to: string }
  | { readonly do: "rename"; readonly id: string }
  | { readonly do: "fold"; readonly id: string }
  | { readonly do: "inspect"; readonly hit: Hit }
  | { readonly do: "menu"; readonly hit: Hit; readonly at: PointerInput }
  | { readonly do: "create"; readonly at: Point };

export interface Step {
  readonly state: GestureState;
  readonly intents: readonly Intent[];
}

/** Screen pixels that a press may wander before it becomes a drag. */
export const DRAG_THRESHOLD_PX = 3;

export const IDLE: GestureState = { name: "idle" };

/** What the machine has to know of the surface. */
export interface GestureContext {
  readonly selection: Selection;
  /** Nothing can be changed: an earlier state is looked at, or the registry can be read only. */
  readonly locked: boolean;
  /** The boxes that move when one of them is dragged: the members of groups too. */
  readonly movable: (ids: readonly string[]) => readonly string[];
  /** Which part of a box a point is on. */
  readonly partAt: (id: string, world: Point) => Part;
  readonly isGroup: (id: string) => boolean;
}

export function step(state: GestureState, event: GestureEvent, context: GestureContext): Step {
  if (event.type === "cancel") return { state: IDLE, intents: [] };
  if (event.type === "double") return doubled(event.hit, event.input, context);
  switch (state.name) {
    case "idle":
      return idle(event, context);
    case "pressing":
      return pressing(state, event, context);
    case "panning":
      return panning(state, event, context);
    case "moving":
      return moving(state, event);
    case "marquee":
      return marquee(state, event);
    case "connecting":
      return connecting(state, event);
    case "reconnecting":
      return reconnecting(state, event);
  }
}

type Input = Exclude<GestureEvent, { type: "cancel" } | { type: "double" }>;
type In<Name extends GestureState["name"]> = Extract<GestureState, { name: Name }>;

function idle(event: Input, context: GestureContext): Step {
  if (event.type === "move") return { state: IDLE, intents: [{ do: "hover", hit: event.hit }] };
  if (event.type !== "down") return { state: IDLE, intents: [] };
  const { input, hit } = event;
  if (input.button !== "primary" || input.modifiers.space)
    return {
      state: { name: "panning", start: input, hit, last: input.screen, moved: false },
      intents: [],
    };
  const selected = isSelected(hit, context.selection);
  // A marquee may begin on the area of a group, so that it is selected on release alone.
  const waits = selected || input.modifiers.shift || isHollow(hit, input.world, context);
  const choose: Intent[] =
    waits || hit.on === "empty" || hit.on === "handle" || hit.on === "end"
      ? []
      : [{ do: "select", selection: chosen(hit), mode: "replace" }];
  return { state: { name: "pressing", start: input, hit, selected }, intents: choose };
}

function pressing(state: In<"pressing">, event: Input, context: GestureContext): Step {
  if (event.type === "up") return { state: IDLE, intents: released(state, context) };
  if (
    event.type !== "move" ||
    distance(event.input.screen, state.start.screen) < DRAG_THRESHOLD_PX
  ) {
    return { state, intents: [] };
  }
  const { hit, start } = state;
  const { input, target } = event;
  const { world } = input;
  switch (hit.on) {
    case "handle":
      if (context.locked) return { state, intents: [] };
      return { state: { name: "connecting", from: hit.id, at: world, target }, intents: [] };
    case "end":
      if (context.locked) return { state, intents: [] };
      return {
        state: { name: "reconnecting", edge: hit.id, end: hit.end, at: world, target },
        intents: [],
      };
    case "box": {
      if (isHollow(hit, start.world, context) && !state.selected) return drawMarquee(state, world);
      if (context.locked) return { state, intents: [] };
      const held = state.selected ? context.selection.boxes : [hit.id];
      return {
        state: {
          name: "moving",
          ids: context.movable(held),
          held,
          start: start.world,
          at: world,
          delta: subtract(world, start.world),
          copy: start.modifiers.alt,
          free: input.modifiers.command,
        },
        intents: [],
      };
    }
    case "edge":
      return { state, intents: [] };
    case "empty":
      return drawMarquee(state, world);
  }
}

function drawMarquee({ start }: In<"pressing">, to: Point): Step {
  return {
    state: {
      name: "marquee",
      start: start.world,
      area: spanning(start.world, to),
      additive: start.modifiers.shift,
    },
    intents: [],
  };
}

/** A press without a drag: a click. */
function released({ hit, start, selected }: In<"pressing">, context: GestureContext): Intent[] {
  if (hit.on === "end") return [];
  if (hit.on === "empty") {
    return start.modifiers.shift ? [] : [{ do: "select", selection: NOTHING, mode: "replace" }];
  }
  if (start.modifiers.shift) return [{ do: "select", selection: chosen(hit), mode: "toggle" }];
  const late = selected || hit.on === "handle" || isHollow(hit, start.world, context);
  const narrow: Intent[] = late ? [{ do: "select", selection: chosen(hit), mode: "replace" }] : [];
  return [...narrow, { do: "inspect", hit }];
}

function panning(state: In<"panning">, event: Input, context: GestureContext): Step {
  if (event.type === "up")
    return { state: IDLE, intents: state.moved ? [] : menuAt(state, context) };
  if (event.type !== "move") return { state, intents: [] };
  const { screen } = event.input;
  if (!state.moved && distance(screen, state.start.screen) < DRAG_THRESHOLD_PX)
    return { state, intents: [] };
  return {
    state: { ...state, last: screen, moved: true },
    intents: [{ do: "pan", by: subtract(screen, state.last) }],
  };
}

/** The secondary button's menu is about what was pressed, so that becomes the selection. */
function menuAt({ start, hit }: In<"panning">, context: GestureContext): Intent[] {
  if (start.button !== "secondary") return [];
  const choose: Intent[] = isSelected(hit, context.selection)
    ? []
    : [{ do: "select", selection: chosen(hit), mode: "replace" }];
  return [...choose, { do: "menu", hit, at: start }];
}

function moving(state: In<"moving">, event: Input): Step {
  const { world, modifiers } = event.input;
  const delta = subtract(world, state.start);
  if (event.type === "move")
    return { state: { ...state, at: world, delta, free: modifiers.command }, intents: [] };
  if (event.type !== "up") return { state, intents: [] };
  const still = Math.abs(delta.x) < 1 && Math.abs(delta.y) < 1;
  if (still) return { state: IDLE, intents: [] };
  const { ids, held, copy, free } = state;
  const intent: Intent = copy
    ? { do: "copy", held, by: delta, free }
    : { do: "move", ids, held, by: delta, at: world, free };
  return { state: IDLE, intents: [intent] };
}

function marquee(state: In<"marquee">, event: Input): Step {
  const area = spanning(state.start, event.input.world);
  const mode: SelectMode = state.additive ? "add" : "replace";
  const done = event.type === "up";
  const next: GestureState = done ? IDLE : { ...state, area };
  return { state: next, intents: [{ do: "select-area", area, mode, done }] };
}

function connecting(state: In<"connecting">, event: Input): Step {
  if (event.type === "move")
    return { state: { ...state, at: event.input.world, target: event.target }, intents: [] };
  if (event.type !== "up") return { state, intents: [] };
  const { target } = event;
  if (!target)
    return {
      state: IDLE,
      intents: [{ do: "connect-to-new", from: state.from, at: event.input.world }],
    };
  const ends = target.allowed && target.id !== state.from;
  return {
    state: IDLE,
    intents: ends ? [{ do: "connect", from: state.from, to: target.id }] : [],
  };
}

/** An end that is let go over nothing returns to where it was. */
function reconnecting(state: In<"reconnecting">, event: Input): Step {
  if (event.type === "move")
    return { state: { ...state, at: event.input.world, target: event.target }, intents: [] };
  if (event.type !== "up") return { state, intents: [] };
  const { edge, end } = state;
  return {
    state: IDLE,
    intents: event.target?.allowed ? [{ do: "reconnect", edge, end, to: event.target.id }] : [],
  };
}

function doubled(hit: Hit, input: PointerInput, context: GestureContext): Step {
  const intent = doubleIntent(hit, input, context);
  return { state: IDLE, intents: intent ? [intent] : [] };
}

function doubleIntent(hit: Hit, { world }: PointerInput, context: GestureContext): Intent | null {
  switch (hit.on) {
    case "edge":
    case "end":
      return { do: "inspect", hit };
    case "box":
    case "handle":
      if (context.isGroup(hit.id) && context.partAt(hit.id, world) !== "area")
        return context.locked ? null : { do: "fold", id: hit.id };
      if (isHollow(hit, world, context)) break;
      return context.locked ? null : { do: "rename", id: hit.id };
    case "empty":
  }
  return context.locked ? null : { do: "create", at: world };
}

function isHollow(hit: Hit, world: Point, context: GestureContext): boolean {
  return hit.on === "box" && context.partAt(hit.id, world) === "area";
}

function isSelected(hit: Hit, selection: Selection): boolean {
  if (hit.on === "box" || hit.on === "handle") return selection.boxes.includes(hit.id);
  return (hit.on === "edge" || hit.on === "end") && selection.edges.includes(hit.id);
}

function chosen(hit: Hit): Selection {
  if (hit.on === "box" || hit.on === "handle") return selectionOf([hit.id]);
  return hit.on === "edge" || hit.on === "end" ? selectionOf([], [hit.id]) : NOTHING;
}
