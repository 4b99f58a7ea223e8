/** What is being done by hand and not committed yet: painted over the drawing, forgotten when it ends. */
import { type Point, type Rect, translate } from "../geometry";
import type { SceneBox } from "../scene";

/** A handoff that is being drawn, or one of whose ends is carried elsewhere. */
export interface ConnectPreview {
  /** The box at the end that stays. */
  readonly box: string;
  /** Which end stays. */
  readonly fixed: "from" | "to";
  /** The handoff that is carried; null while a new one is drawn. */
  readonly edge: string | null;
  readonly at: Point;
  /** The box that it would end at, or null over empty space. */
  readonly target: string | null;
  /** The box under the hand cannot be its end. */
  readonly refused: boolean;
}

/** What letting go now would do to a group. */
export interface AreaPreview {
  readonly id: string;
  readonly change: "joins" | "leaves";
}

/** A few words beside the hand. */
export interface HandNote {
  readonly at: Point;
  readonly text: string;
}

/** A line along which something that moves is aligned with something that stays. */
export interface Guide {
  readonly from: Point;
  readonly to: Point;
}

export interface Preview {
  /** By how much boxes on the move are away from their place, by box. */
  readonly moved: ReadonlyMap<string, Point>;
  readonly connect: ConnectPreview | null;
  readonly marquee: Rect | null;
  readonly guides: readonly Guide[];
  /** Where a tool in hand would put its box. */
  readonly ghost: Rect | null;
  readonly area: AreaPreview | null;
  readonly note: HandNote | null;
}

export const NO_PREVIEW: Preview = {
  moved: new Map(),
  connect: null,
  marquee: null,
  guides: [],
  ghost: null,
  area: null,
  note: null,
};

/** Where a box is now: dragged, or at rest. */
export function rectNow(box: SceneBox, preview: Preview): Rect {
  const by = preview.moved.get(box.id);
  return by ? translate(box.rect, by) : box.rect;
}
