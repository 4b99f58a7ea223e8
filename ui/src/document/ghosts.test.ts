import { describe, expect, it } from "vitest";
import { PackedDrawing } from "../platform";
import { packed } from "../testing/mock/packed";
import { ghostsIn } from "./ghosts";

const GONE = new Map([["handoff:h", "h"]]);
const CORNERS = [
  { x: 200, y: 40 },
  { x: 250, y: 40 },
  { x: 250, y: 340 },
  { x: 300, y: 340 },
];

/** Agents at their places, and collapsed groups; a handoff `h` from `a` to `b` where both are there. */
function drawing(
  places: Readonly<Record<string, readonly [number, number]>>,
  closed: Readonly<Record<string, readonly [number, number]>> = {},
): PackedDrawing {
  const agent = (id: string) => ({ kind: "agent" as const, id });
  const boxes = Object.entries(places).map(([id, [x, y]]) => ({
    subject: agent(id),
    kind: "agent" as const,
    ...{ x, y, width: 200, height: 80 },
    ...{ pinned: false, collapsed: false, members: 0 },
  }));
  const groups = Object.entries(closed).map(([id, [x, y]]) => ({
    subject: { kind: "group" as const, id },
    kind: "group" as const,
    ...{ x, y, width: 240, height: 90 },
    ...{ pinned: false, collapsed: true, members: 1 },
  }));
  const line = {
    id: "handoff:h",
    kind: "transfer" as const,
    subject: { kind: "handoff" as const, id: "h" },
    from: agent("a"),
    to: agent("b"),
    points: CORNERS,
    heading: "right" as const,
    label: null,
    label_at: { x: 250, y: 190 },
    ...{ to_people: false, parallel: null, is_default: false },
  };
  const bounds = { x: 0, y: 0, width: 600, height: 400 };
  const lines = "a" in places && "b" in places ? [line] : [];
  return new PackedDrawing(
    packed({ topology: "desk", boxes: [...groups, ...boxes], lines, bounds }),
  );
}

const before = drawing({ a: [0, 0], b: [300, 300] });

it("draws a removed handoff as it was, where its ends stand as they did", () => {
  const [ghost] = ghostsIn(before, GONE, drawing({ a: [0, 0], b: [300, 300] }));
  expect(ghost).toEqual({
    key: "line handoff:h",
    name: "h",
    rect: null,
    within: false,
    lines: [CORNERS],
  });
  const [moved] = ghostsIn(before, GONE, drawing({ a: [10, 20], b: [310, 320] }));
  expect(moved?.lines).toEqual([CORNERS.map(({ x, y }) => ({ x: x + 10, y: y + 20 }))]);
  expect(ghostsIn(before, GONE, null)[0]?.lines).toEqual([CORNERS]);
});

it("ties a removed handoff to its ends as they stand now", () => {
  const [ghost] = ghostsIn(before, GONE, drawing({ a: [0, 500], b: [600, 300] }));
  expect(ghost?.lines[0]?.[0]).toEqual({ x: 200, y: 540 });
  expect(ghost?.lines[0]?.at(-1)).toEqual({ x: 600, y: 340 });
});

it("leads to where an end stood that is gone as well", () => {
  const gone = new Map([...GONE, ["agent:b", "B"]]);
  const ghosts = ghostsIn(before, gone, drawing({ a: [0, 500] }));
  expect(ghosts[0]).toMatchObject({ key: "agent:b", rect: { x: 300, y: 300 } });
  expect(ghosts[1]?.lines[0]?.[0]).toEqual({ x: 200, y: 540 });
  expect(ghosts[1]?.lines[0]?.at(-1)).toEqual({ x: 300, y: 340 });
});

describe("in a collapsed group", () => {
  const parents = new Map([
    ["agent:b", "group:inner"],
    ["group:inner", "group:g"],
    ["handoff:h", "agent:b"],
  ]);

  it("ties a removed handoff to the group that holds its end now", () => {
    const now = drawing({ a: [0, 0] }, { g: [600, 300] });
    const [ghost] = ghostsIn(before, GONE, now, parents);
    expect(ghost?.lines[0]?.[0]).toEqual({ x: 200, y: 40 });
    expect(ghost?.lines[0]?.at(-1)).toEqual({ x: 600, y: 345 });
  });

  it("tells around the group what it held, in place of what was never drawn", () => {
    const closed = drawing({ a: [0, 0] }, { g: [600, 300] });
    const gone = new Map([...GONE, ["agent:b", "B"]]);
    expect(ghostsIn(closed, gone, closed, parents)).toEqual([
      {
        key: "within group:g",
        name: "h, B",
        rect: { x: 595, y: 295, width: 250, height: 100 },
        within: true,
        lines: [],
      },
    ]);
  });

  it("tells of what stood in the open before the same edit closed the group", () => {
    const gone = new Map([...GONE, ["agent:b", "B"]]);
    const now = drawing({ a: [0, 0] }, { g: [600, 300] });
    const ghosts = ghostsIn(before, gone, now, parents);
    expect(ghosts.map(({ key }) => key)).toEqual(["line handoff:h", "within group:g"]);
    expect(ghosts[0]?.lines[0]?.at(-1)).toEqual({ x: 600, y: 345 });
  });

  it("counts names beyond the third", () => {
    const ids = ["k", "l", "m", "n", "o"];
    const gone = new Map(ids.map((id) => [`agent:${id}`, id.toUpperCase()]));
    const inside = new Map(ids.map((id) => [`agent:${id}`, "group:g"]));
    const closed = drawing({}, { g: [0, 0] });
    expect(ghostsIn(closed, gone, closed, inside)[0]?.name).toBe("K, L, M and 2 more");
  });
});
