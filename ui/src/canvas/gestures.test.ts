import { describe, expect, it } from "vitest";
import type { Point } from "./geometry";
import {
  type GestureContext,
  type GestureEvent,
  type GestureState,
  IDLE,
  type Intent,
  type Modifiers,
  NO_MODIFIERS,
  type PointerInput,
  step,
} from "./gestures";
import { type DropTarget, EMPTY_HIT, type Hit } from "./hit";
import { NOTHING, type Selection, selectionOf } from "./selection";

const BOX: Hit = { on: "box", id: "agent:triage" };
const GROUP: Hit = { on: "box", id: "group:desk" };
const HANDLE: Hit = { on: "handle", id: "agent:triage" };
const EDGE: Hit = { on: "edge", id: "triage-to-billing" };
const END: Hit = { on: "end", id: "triage-to-billing", end: "to" };
const BILLING: DropTarget = { id: "agent:billing", allowed: true };
const NOTE: DropTarget = { id: "note:n", allowed: false };

function at(x: number, y: number, over: Partial<PointerInput> = {}): PointerInput {
  const point: Point = { x, y };
  return { screen: point, world: point, button: "primary", modifiers: NO_MODIFIERS, ...over };
}
const held = (keys: Partial<Modifiers>) => ({ modifiers: { ...NO_MODIFIERS, ...keys } });

function down(hit: Hit, input = at(0, 0)): GestureEvent {
  return { type: "down", input, hit };
}
function move(x: number, y: number, target: DropTarget | null = null, over = {}): GestureEvent {
  return { type: "move", input: at(x, y, over), hit: EMPTY_HIT, target };
}
function up(x: number, y: number, target: DropTarget | null = null): GestureEvent {
  return { type: "up", input: at(x, y), target };
}
function double(hit: Hit, y = 4): GestureEvent {
  return { type: "double", input: at(3, y), hit };
}

const CONTEXT: GestureContext = {
  selection: NOTHING,
  locked: false,
  movable: (ids) => ids,
  // The strip of an open group ends at 28.
  partAt: (id, { y }) => (id.startsWith("group:") ? (y <= 28 ? "header" : "area") : "card"),
  isGroup: (id) => id.startsWith("group:"),
};

function play(
  events: readonly GestureEvent[],
  selection: Selection = NOTHING,
  over: Partial<GestureContext> = {},
): { state: GestureState; intents: Intent[] } {
  let state: GestureState = IDLE;
  const intents: Intent[] = [];
  for (const event of events) {
    const next = step(state, event, { ...CONTEXT, selection, ...over });
    state = next.state;
    intents.push(...next.intents);
  }
  return { state, intents };
}

const whatIsDone = (...[events, selection, over]: Parameters<typeof play>) =>
  play(events, selection, over).intents.map((intent) => intent.do);

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
      {
        do: "move",
        ids: ["agent:triage"],
        held: ["agent:triage"],
        by: { x: 80, y: 30 },
        at: { x: 80, y: 30 },
        free: false,
      },
    ]);
  });

  it("moves the whole selection when the box belongs to it, with what moves along", () => {
    const selection = selectionOf(["agent:triage", "group:desk"]);
    const { intents } = play([down(BOX), move(20, 0), up(20, 0)], selection, {
      movable: (ids) => [...ids, "agent:inside"],
    });
    expect(intents).toMatchObject([
      {
        do: "move",
        ids: ["agent:triage", "group:desk", "agent:inside"],
        held: ["agent:triage", "group:desk"],
      },
    ]);
  });

  it("does not snap while Ctrl is held, as it is at the end", () => {
    const free = held({ command: true });
    expect(
      play([down(BOX), move(20, 0), move(40, 0, null, free), up(40, 0)]).intents.at(-1),
    ).toMatchObject({ do: "move", free: true });
    expect(
      play([down(BOX), move(20, 0, null, free), move(40, 0), up(40, 0)]).intents.at(-1),
    ).toMatchObject({ do: "move", free: false });
  });

  it("drags a copy with Alt", () => {
    const { intents } = play([down(BOX, at(0, 0, held({ alt: true }))), move(20, 0), up(40, 8)]);
    expect(intents.at(-1)).toEqual({
      do: "copy",
      held: ["agent:triage"],
      by: { x: 40, y: 8 },
      free: false,
    });
  });

  it("toggles with shift", () => {
    const shift = at(0, 0, held({ shift: true }));
    expect(play([down(BOX, shift), up(0, 0)]).intents).toEqual([
      { do: "select", selection: selectionOf(["agent:triage"]), mode: "toggle" },
    ]);
  });

  it("moves nothing when it is cancelled", () => {
    expect(whatIsDone([down(BOX), move(40, 40), { type: "cancel" }, up(40, 40)])).toEqual([
      "select",
    ]);
  });
});

describe("an open group", () => {
  it("is moved by its name", () => {
    expect(whatIsDone([down(GROUP, at(5, 10)), move(40, 10), up(40, 10)])).toEqual([
      "select",
      "move",
    ]);
  });

  it("lets a marquee begin on its area, unless it is selected", () => {
    const drag = [down(GROUP, at(5, 60)), move(40, 90), up(40, 90)];
    expect(whatIsDone(drag)).toEqual(["select-area"]);
    expect(whatIsDone(drag, selectionOf(["group:desk"]))).toEqual(["move"]);
  });

  it("is selected by a click on its area", () => {
    expect(play([down(GROUP, at(5, 60)), up(5, 60)]).intents[0]).toMatchObject({
      do: "select",
      selection: selectionOf(["group:desk"]),
    });
  });
});

describe("a drag from a handle", () => {
  it("connects to the box under the pointer", () => {
    const { intents } = play([
      down(HANDLE),
      move(50, 0),
      move(200, 0, BILLING),
      up(200, 0, BILLING),
    ]);
    expect(intents).toEqual([{ do: "connect", from: "agent:triage", to: "agent:billing" }]);
  });

  it("asks for a new box over empty space", () => {
    const { intents } = play([down(HANDLE), move(50, 0), up(200, 80)]);
    expect(intents).toEqual([
      { do: "connect-to-new", from: "agent:triage", at: { x: 200, y: 80 } },
    ]);
  });

  it("does nothing on its own box and on what is no end", () => {
    const own: DropTarget = { id: "agent:triage", allowed: true };
    expect(play([down(HANDLE), move(5, 0), up(5, 0, own)]).intents).toEqual([]);
    expect(play([down(HANDLE), move(50, 0), up(50, 0, NOTE)]).intents).toEqual([]);
  });

  it("shows what it is over, and that it is refused", () => {
    const { state } = play([down(HANDLE), move(50, 0), move(60, 0, NOTE)]);
    expect(state).toMatchObject({ name: "connecting", target: NOTE });
  });
});

describe("a drag of a handoff's end", () => {
  const chosen = selectionOf([], ["triage-to-billing"]);

  it("carries it to another box", () => {
    const { intents } = play([down(END), move(50, 0), up(90, 0, BILLING)], chosen);
    expect(intents).toEqual([
      { do: "reconnect", edge: "triage-to-billing", end: "to", to: "agent:billing" },
    ]);
  });

  it("leaves it where it was over nothing, over what is no end, and when it is cancelled", () => {
    expect(play([down(END), move(50, 0), up(90, 0)], chosen).intents).toEqual([]);
    expect(play([down(END), move(50, 0), up(90, 0, NOTE)], chosen).intents).toEqual([]);
    const cancelled = [down(END), move(50, 0), { type: "cancel" } as const, up(90, 0, BILLING)];
    expect(play(cancelled, chosen).intents).toEqual([]);
  });
});

describe("empty space", () => {
  it("clears the selection on a click", () => {
    expect(play([down(EMPTY_HIT), up(0, 0)], selectionOf(["agent:triage"])).intents).toEqual([
      { do: "select", selection: NOTHING, mode: "replace" },
    ]);
  });

  it("draws a marquee that is decided on release", () => {
    const { intents } = play([down(EMPTY_HIT), move(10, 10), move(-20, 30), up(-20, 30)]);
    const area = { x: -20, y: 0, width: 20, height: 30 };
    expect(intents).toEqual([
      { do: "select-area", area, mode: "replace", done: false },
      { do: "select-area", area, mode: "replace", done: true },
    ]);
  });

  it("pans with the space bar, the middle and the secondary button", () => {
    const starts = [
      at(0, 0, held({ space: true })),
      at(0, 0, { button: "middle" }),
      at(0, 0, { button: "secondary" }),
    ];
    for (const start of starts) {
      expect(play([down(BOX, start), move(7, 0), move(9, 4), up(9, 4)]).intents).toEqual([
        { do: "pan", by: { x: 7, y: 0 } },
        { do: "pan", by: { x: 2, y: 4 } },
      ]);
    }
  });
});

describe("the secondary button", () => {
  const press = at(6, 7, { button: "secondary" });

  it("opens the menu of what it is on, which becomes the selection", () => {
    expect(play([down(EDGE, press), up(6, 7)]).intents).toEqual([
      { do: "select", selection: selectionOf([], ["triage-to-billing"]), mode: "replace" },
      { do: "menu", hit: EDGE, at: press },
    ]);
  });

  it("keeps a selection that it is on", () => {
    const both = selectionOf(["agent:triage", "agent:billing"]);
    expect(whatIsDone([down(BOX, press), up(6, 7)], both)).toEqual(["menu"]);
  });
});

describe("a double click", () => {
  it.each<[string, GestureEvent, Intent]>([
    ["renames a box", double(BOX), { do: "rename", id: "agent:triage" }],
    ["inspects a handoff", double(EDGE), { do: "inspect", hit: EDGE }],
    ["creates on empty space", double(EMPTY_HIT), { do: "create", at: { x: 3, y: 4 } }],
    ["folds a group at its name", double(GROUP, 10), { do: "fold", id: "group:desk" }],
    ["creates on a group's area", double(GROUP, 90), { do: "create", at: { x: 3, y: 90 } }],
  ])("%s", (_, event, expected) => {
    expect(play([event]).intents).toEqual([expected]);
  });
});

describe("a drawing that cannot be changed", () => {
  it.each<[string, GestureEvent[], string[]]>([
    ["moves nothing", [down(BOX), move(40, 0), up(40, 0)], ["select", "inspect"]],
    ["connects nothing", [down(HANDLE), move(40, 0), up(40, 0)], ["select", "inspect"]],
    ["carries no end", [down(END), move(40, 0), up(40, 0)], []],
    ["renames nothing", [double(BOX)], []],
    ["creates nothing", [double(EMPTY_HIT)], []],
    ["folds nothing", [double(GROUP, 10)], []],
    ["can be looked around in", [down(EMPTY_HIT), move(9, 9), up(9, 9)], ["select-area"]],
  ])("%s", (_, events, expected) => {
    expect(whatIsDone(events, NOTHING, { locked: true })).toEqual(expected);
  });
});
