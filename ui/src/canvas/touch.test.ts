import { describe, expect, it } from "vitest";
import { Fingers } from "./touch";

describe("two fingers", () => {
  it("zoom by how far they part and pan with their middle", () => {
    const fingers = new Fingers();
    fingers.press(1, { x: 0, y: 0 });
    expect(fingers.move(1, { x: 0, y: 0 })).toBeNull();
    fingers.press(2, { x: 100, y: 0 });
    expect(fingers.move(2, { x: 200, y: 0 })).toEqual({
      by: { x: 50, y: 0 },
      factor: 2,
      at: { x: 100, y: 0 },
    });
  });

  it("do nothing once one is lifted or a third one comes", () => {
    const fingers = new Fingers();
    fingers.press(1, { x: 0, y: 0 });
    fingers.press(2, { x: 100, y: 0 });
    fingers.press(3, { x: 50, y: 50 });
    expect(fingers.move(2, { x: 200, y: 0 })).toBeNull();
    fingers.release(3);
    fingers.release(1);
    expect(fingers.move(2, { x: 300, y: 0 })).toBeNull();
    expect(fingers.count).toBe(1);
  });
});
