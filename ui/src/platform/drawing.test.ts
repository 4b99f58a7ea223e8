import { describe, expect, it } from "vitest";
import { packed } from "../testing/mock/packed";
import type { DrawnBox, DrawnLine } from "./bindings";
import { PackedDrawing } from "./drawing";

const AGENT: DrawnBox = {
  subject: { kind: "agent", id: "triage" },
  kind: "agent",
  x: 10,
  y: 20.5,
  width: 208,
  height: 92,
  pinned: true,
  collapsed: false,
  members: 0,
};
const GROUP: DrawnBox = {
  ...AGENT,
  subject: { kind: "group", id: "back-office" },
  kind: "group",
  x: 400,
  pinned: false,
  collapsed: true,
  members: 7,
};
const LINE: DrawnLine = {
  id: "handoff:to-back",
  kind: "delegate",
  subject: { kind: "handoff", id: "to-back" },
  from: AGENT.subject,
  to: GROUP.subject,
  points: [
    { x: 218, y: 66 },
    { x: 400, y: 66 },
  ],
  heading: "right",
  label: "task@1.0.0",
  label_at: { x: 309, y: 66 },
  to_people: true,
  parallel: "checks",
  is_default: false,
};
const ENTRY: DrawnLine = {
  ...LINE,
  id: "entry:in",
  kind: "entry",
  subject: { kind: "entry", id: "in" },
  heading: "down",
  label: null,
  to_people: false,
  parallel: null,
};
const bounds = { x: 10, y: 20.5, width: 598, height: 92 };

describe("a drawing in bytes", () => {
  const drawing = new PackedDrawing(
    packed({ topology: "desk", boxes: [GROUP, AGENT], lines: [LINE, ENTRY], bounds }),
  );

  it("says what it is of", () => {
    expect([drawing.topology, drawing.boxes, drawing.lines]).toEqual(["desk", 2, 2]);
    expect(drawing.bounds).toEqual(bounds);
  });

  it("has every box", () => {
    expect([...drawing.rects]).toEqual([400, 20.5, 208, 92, 10, 20.5, 208, 92]);
    expect([drawing.boxKind(0), drawing.boxId(0)]).toEqual(["group", "back-office"]);
    expect([drawing.isCollapsed(0), drawing.members[0], drawing.isPinned(0)]).toEqual([
      true,
      7,
      false,
    ]);
    expect([drawing.boxId(1), drawing.isPinned(1)]).toEqual(["triage", true]);
  });

  it("has every line", () => {
    expect([drawing.lineId(0), drawing.lineKind(0)]).toEqual(["handoff:to-back", "delegate"]);
    expect([drawing.from[0], drawing.to[0]]).toEqual([1, 0]);
    expect(drawing.line(0)).toEqual(LINE.points);
    expect([drawing.label(0), drawing.parallel(0), drawing.isToPeople(0)]).toEqual([
      "task@1.0.0",
      "checks",
      true,
    ]);
    expect([drawing.lineId(1), drawing.heading(1), drawing.label(1)]).toEqual([
      "entry:in",
      "down",
      null,
    ]);
  });

  it("is refused when it is something else", () => {
    expect(() => new PackedDrawing(new ArrayBuffer(8))).toThrow("not in the form");
    expect(() => new PackedDrawing(new ArrayBuffer(80))).toThrow("not in the form");
  });
});
