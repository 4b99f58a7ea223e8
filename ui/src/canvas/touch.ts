/** Two fingers on the drawing: what they do to the camera between one position and the next. */
import { distance, type Point } from "./geometry";

export interface Pinch {
  readonly by: Point;
  readonly factor: number;
  /** The middle between the fingers, which keeps what lies under it. */
  readonly at: Point;
}

export class Fingers {
  readonly #down = new Map<number, Point>();

  get count(): number {
    return this.#down.size;
  }

  press(id: number, at: Point): void {
    this.#down.set(id, at);
  }

  release(id: number): void {
    this.#down.delete(id);
  }

  /** Null while fewer or more than two fingers are down. */
  move(id: number, at: Point): Pinch | null {
    const [first, second, ...more] = this.#down.keys();
    if (!this.#down.has(id) || first === undefined || second === undefined || more.length > 0) {
      if (this.#down.has(id)) this.#down.set(id, at);
      return null;
    }
    const before = this.#pair(first, second);
    this.#down.set(id, at);
    const after = this.#pair(first, second);
    return {
      by: { x: after.middle.x - before.middle.x, y: after.middle.y - before.middle.y },
      factor: after.apart / Math.max(1, before.apart),
      at: after.middle,
    };
  }

  #pair(first: number, second: number): { middle: Point; apart: number } {
    const a = this.#down.get(first) ?? { x: 0, y: 0 };
    const b = this.#down.get(second) ?? { x: 0, y: 0 };
    return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, apart: distance(a, b) };
  }
}
