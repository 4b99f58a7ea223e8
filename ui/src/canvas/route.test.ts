import { describe, expect, it } from "vitest";
import { gatePoint } from "./route";

const line = (length: number) => [
  { x: 0, y: 0 },
  { x: length, y: 0 },
];

describe("a gate", () => {
  it("stands near the receiver where the line is long", () => {
    expect(gatePoint(line(400), { x: 200, y: 0 }, 100)).toEqual({ x: 320, y: 0 });
    expect(gatePoint(line(400), { x: 200, y: 0 }, 0)).toEqual({ x: 320, y: 0 });
  });

  it("moves towards the tip, then to the start, out of the way of a label", () => {
    expect(gatePoint(line(300), { x: 170, y: 0 }, 160)).toEqual({ x: 278, y: 0 });
    expect(gatePoint(line(300), { x: 200, y: 0 }, 164)).toEqual({ x: 22, y: 0 });
  });

  it("stands below a label that takes all of the line", () => {
    expect(gatePoint(line(180), { x: 90, y: 0 }, 164)).toEqual({ x: 90, y: 24 });
  });
});
