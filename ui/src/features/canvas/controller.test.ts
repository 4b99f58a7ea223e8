// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { NO_MODIFIERS } from "../../canvas/gestures";
import { selectionOf } from "../../canvas/selection";
import { drawnBox, drawnEdge } from "../../testing/drawn";
import { type StillView, stillView } from "../../testing/still-view";
import { CanvasController, type CanvasHost } from "./controller";

const LINE = [
  { x: 200, y: 40 },
  { x: 400, y: 40 },
];

let still: StillView;
let hand: CanvasController;
let host: { [K in keyof CanvasHost]: ReturnType<typeof vi.fn> };

beforeEach(() => {
  vi.useFakeTimers();
  still = stillView(
    [
      drawnBox("agent:a", 0, 0),
      drawnBox("agent:b", 400, 0),
      drawnBox("note:n", 400, 300, { shape: "note" }),
      drawnBox("group:g", 0, 400, {
        shape: "group",
        rect: { x: 0, y: 400, width: 300, height: 300 },
      }),
    ],
    [drawnEdge("a-to-b", "agent:a", "agent:b", LINE)],
  );
  const done = () => Promise.resolve(true);
  host = {
    select: vi.fn((selection) => hand.setSelection(selection)),
    locked: vi.fn(() => false),
    move: vi.fn(done),
    duplicate: vi.fn(done),
    connect: vi.fn(done),
    connectToNew: vi.fn(),
    reconnect: vi.fn(done),
    create: vi.fn(),
    rename: vi.fn(),
    fold: vi.fn(done),
    inspect: vi.fn(),
    menu: vi.fn(),
    movable: vi.fn((ids) => ids),
    regroupingAt: vi.fn(() => new Map()),
    nameOf: vi.fn(() => "Desk"),
  };
  hand = new CanvasController(
    document.createElement("canvas"),
    still.view,
    host as unknown as CanvasHost,
  );
});

function pointer(type: "down" | "move" | "up", x: number, y: number, keys = {}) {
  hand.pointer(type, {
    screen: { x, y },
    button: "primary",
    modifiers: { ...NO_MODIFIERS, ...keys },
  });
}
function drag(from: [number, number], to: [number, number], keys = {}) {
  pointer("down", ...from, keys);
  pointer("move", from[0] + 10, from[1], keys);
  pointer("move", ...to, keys);
}

describe("a dragged box", () => {
  it("snaps to a neighbour's edge and shows the line", () => {
    drag([50, 20], [453, 130]);
    expect(still.preview().moved.get("agent:a")).toEqual({ x: 400, y: 112 });
    expect(still.preview().guides).not.toEqual([]);
    pointer("up", 453, 130);
    expect(host.move).toHaveBeenCalledWith(["agent:a"], { x: 400, y: 112 }, new Map());
  });

  it("rests anywhere with Ctrl", () => {
    drag([50, 20], [453, 131], { command: true });
    pointer("up", 453, 131, { command: true });
    expect(host.move.mock.calls[0]?.[1]).toEqual({ x: 403, y: 111 });
  });

  it("says which group it comes into, and comes into it", () => {
    host.regroupingAt.mockReturnValue(new Map([["agent:a", "g"]]));
    drag([50, 20], [60, 500]);
    expect(still.preview()).toMatchObject({
      area: { id: "group:g", change: "joins" },
      note: { text: "Into Desk" },
    });
    pointer("up", 60, 500);
    expect(host.move.mock.calls[0]?.[2]).toEqual(new Map([["agent:a", "g"]]));
  });

  it("stays where it was dropped until the registry has answered", async () => {
    let answer = (_: boolean) => {};
    host.move.mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    drag([50, 20], [50, 220]);
    pointer("up", 50, 220);
    expect(still.preview().moved.has("agent:a")).toBe(true);
    answer(true);
    await vi.runAllTimersAsync();
    expect(still.preview().moved.has("agent:a")).toBe(false);
  });

  it("with Alt leaves a copy; the original is not shown on the move", () => {
    drag([50, 20], [50, 220], { alt: true });
    expect(still.preview().moved.size).toBe(0);
    expect(still.preview().ghost).toMatchObject({ x: 0, y: 200 });
    pointer("up", 50, 220, { alt: true });
    expect(host.duplicate).toHaveBeenCalledWith(["agent:a"], { x: 0, y: 200 });
    expect(host.move).not.toHaveBeenCalled();
  });
});

describe("an end in the hand", () => {
  it("is refused by a note, in words and by the drop", () => {
    hand.setSelection(selectionOf([], ["a-to-b"]));
    drag([398, 40], [450, 340]);
    expect(still.preview().connect).toMatchObject({
      box: "agent:a",
      fixed: "from",
      edge: "a-to-b",
      refused: true,
    });
    expect(still.preview().note?.text).toBe("A handoff cannot end here");
    pointer("up", 450, 340);
    expect(host.reconnect).not.toHaveBeenCalled();
  });

  it("goes to another agent", () => {
    hand.setSelection(selectionOf([], ["a-to-b"]));
    drag([201, 40], [450, 60]);
    pointer("up", 450, 60);
    expect(host.reconnect).toHaveBeenCalledWith("a-to-b", "from", "agent:b");
  });
});

describe("a marquee", () => {
  it("is told to the session once it is decided, with the handoffs that it touches", () => {
    drag([300, 200], [300, 20]);
    expect(host.select).not.toHaveBeenCalled();
    expect(still.selection()).toEqual(selectionOf([], ["a-to-b"]));
    pointer("up", 500, 20);
    expect(host.select).toHaveBeenCalledExactlyOnceWith(selectionOf(["agent:b"], ["a-to-b"]));
  });

  it("gives the selection back when it is cancelled", () => {
    hand.setSelection(selectionOf(["note:n"]));
    drag([300, 200], [300, 20]);
    hand.cancel();
    expect(still.selection()).toEqual(selectionOf(["note:n"]));
  });
});

describe("arrow keys", () => {
  it("are one move, committed when they rest", () => {
    for (let i = 0; i < 3; i++) hand.nudge(["agent:a"], { x: 8, y: 0 });
    expect(still.preview().moved.get("agent:a")).toEqual({ x: 24, y: 0 });
    expect(host.move).not.toHaveBeenCalled();
    vi.advanceTimersByTime(400);
    expect(host.move).toHaveBeenCalledExactlyOnceWith(["agent:a"], { x: 24, y: 0 }, new Map());
  });

  it("are committed before something else is selected or pressed", () => {
    hand.nudge(["agent:a"], { x: 0, y: 8 });
    hand.setSelection(selectionOf(["agent:b"]));
    expect(host.move).toHaveBeenCalledOnce();
    hand.nudge(["agent:b"], { x: 0, y: 8 });
    pointer("down", 700, 700);
    expect(host.move).toHaveBeenCalledTimes(2);
  });

  it("leave nothing to commit where they end as they began", () => {
    hand.nudge(["agent:a"], { x: 8, y: 0 });
    hand.nudge(["agent:a"], { x: -8, y: 0 });
    vi.advanceTimersByTime(400);
    expect(host.move).not.toHaveBeenCalled();
  });
});

describe("a paste", () => {
  it("goes under the hand, further on each time, else into the middle", () => {
    pointer("move", 120, 130);
    expect(hand.pastePoint()).toEqual({ x: 120, y: 130 });
    expect(hand.pastePoint()).toEqual({ x: 144, y: 154 });
    hand.leave();
    expect(hand.pastePoint()).toEqual({ x: 500, y: 400 });
  });
});
