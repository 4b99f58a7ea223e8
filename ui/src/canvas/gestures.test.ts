import { describe, expect, it } from "vitest";
import type { Point } from "./geometry";
import {
  type GestureEvent,
  type GestureState,
  IDLE,
  type Intent,
  NO_MODIFIERS,
  type PointerInput,
  snappedDelta,
  step,
} from "./gestures";
import { EMPTY_HIT, type Hit } from "./hit";
import { NOTHING, type Selection, selectionOf } from "./selection";

const BOX: Hit = { on: "box", id: "agent:triage" };
const HANDLE: Hit = { on: "handle", id: "agent:triage" };
const EDGE: Hit = { on: "edge", id: "triage-to-billing" };

function at(x: number, y: number, over: Partial<PointerInput> = {}): PointerInput {
  const point: Point = { x, y };
  return { screen: point, world: point, button: "primary", modifiers: NO_MODIFIERS, ...over };
}

function down(hit: Hit, input = at(0, 0)): GestureEvent {
  return { type: "down", input, hit };
}
function move(x: number, y: number, target: string | null = null): GestureEvent {
  return { type: "move", input: at(x, y), hit: EMPTY_HIT, target };
}
function up(x: number, y: number, target: string | null = null): GestureEvent {
  return { type: "up", input: at(x, y), target };
}

function play(
  events: readonly GestureEvent[],
  selection: Selection = NOTHING,
): { state: GestureState; intents: Intent[] } {
  let state: GestureState = IDLE;
  const intents: Intent[] = [];
  for (const event of events) {
    const next = step(state, event, { selection, movable: (ids) => ids });
    state = next.state;
    intents.push(...next.intents);
  }
  return { state, intents };
}

describe("a press on a box", () => {
  it("selects it at once and inspects it on release", () => {
    expect(play([down(BOX), up(0, 0)]).intents).toEqual([
      { do: "select", selection: selectionOf(["agent:triage"]), mode: "replace" },
      { do: "inspect", hit: BOX },
    ]);
  });

  it("becomes a move beyond the threshold, committed once, on release", () => {
    const { intents, state } = play([
      down(BOX),
      move(2, 0),
      move(40, 10),
      move(80, 30),
      up(80, 30),
    ]);
    expect(state).toEqual(IDLE);
    expect(intents.filter((intent) => intent.do === "move")).toEqual([
      { do: "move", ids: ["agent:triage"], by: { x: 80, y: 30 } },
    ]);
  });

  it("moves the whole selection when the box belongs to it", () => {
    const selection = selectionOf(["agent:triage", "agent:billing"]);
    const { intents } = play([down(BOX), move(20, 0), up(20, 0)], selection);
    expect(intents).toEqual([
      { do: "move", ids: ["agent:triage", "agent:billing"], by: { x: 20, y: 0 } },
    ]);
  });

  it("toggles with shift", () => {
    const shift = at(0, 0, { modifiers: { ...NO_MODIFIERS, shift: true } });
    expect(play([down(BOX, shift), up(0, 0)]).intents).toEqual([
      { do: "select", selection: selectionOf(["agent:triage"]), mode: "toggle" },
    ]);
  });

  it("moves nothing when it is cancelled", () => {
    expect(
      play([down(BOX), move(40, 40), { type: "cancel" }, up(40, 40)]).intents.some(
        (i) => i.do === "move",
      ),
    ).toBe(false);
  });
});

describe("a drag from a handle", () => {
  it("connects to the box under the pointer", () => {
    const { intents } = play([
      down(HANDLE),
      move(50, 0),
      move(200, 0, "agent:billing"),
      up(200, 0, "agent:billing"),
    ]);
    expect(intents).toEqual([{ do: "connect", from: "agent:triage", to: "agent:billing" }]);
  });

  it("asks for a new agent over empty space", () => {
    const { intents } = play([down(HANDLE), move(50, 0), up(200, 80)]);
    expect(intents).toEqual([
      { do: "connect-to-new", from: "agent:triage", at: { x: 200, y: 80 } },
    ]);
  });

  it("does nothing when dropped on its own box", () => {
    expect(play([down(HANDLE), move(5, 0), up(5, 0, "agent:triage")]).intents).toEqual([]);
  });
});

describe("empty space", () => {
  it("clears the selection on a click", () => {
    expect(play([down(EMPTY_HIT), up(0, 0)], selectionOf(["agent:triage"])).intents).toEqual([
      { do: "select", selection: NOTHING, mode: "replace" },
    ]);
  });

  it("draws a marquee that selects while it grows", () => {
    const { intents } = play([down(EMPTY_HIT), move(10, 10), move(-20, 30), up(-20, 30)]);
    expect(intents.at(-1)).toEqual({
      do: "select-area",
      area: { x: -20, y: 0, width: 20, height: 30 },
      mode: "replace",
    });
  });

  it("pans with the space bar and with the middle button", () => {
    const space = at(0, 0, { modifiers: { ...NO_MODIFIERS, space: true } });
    const middle = at(0, 0, { button: "middle" });
    for (const start of [space, middle]) {
      expect(play([down(BOX, start), move(7, 0), move(9, 4), up(9, 4)]).intents).toEqual([
        { do: "pan", by: { x: 7, y: 0 } },
        { do: "pan", by: { x: 2, y: 4 } },
      ]);
    }
  });
});

describe("a double click", () => {
  it("renames a box, inspects a handoff, creates on empty space", () => {
    const on = (hit: Hit) => play([{ type: "double", input: at(3, 4), hit }]).intents;
    expect(on(BOX)).toEqual([{ do: "rename", id: "agent:triage" }]);
    expect(on(EDGE)).toEqual([{ do: "inspect", hit: EDGE }]);
    expect(on(EMPTY_HIT)).toEqual([{ do: "create", at: { x: 3, y: 4 } }]);
  });
});

describe("snapping", () => {
  it("rests the anchor on the grid and moves everything by the same amount", () => {
    expect(snappedDelta({ x: 10, y: 10 }, { x: 9, y: 1 })).toEqual({ x: 6, y: -2 });
  });
});
