/** What a marking says beside its colour, as strokes that canvas and DOM share: nobody has to tell two colours apart. */

export type Sign =
  | "breaks"
  | "undecided"
  | "unowned"
  | "needs_upgrade"
  | "deprecated"
  | "added"
  | "removed"
  | "changed"
  | "moved";

/** Polylines of x and y in turn, between -1 and 1 around the middle of the mark. */
export const SIGN_STROKES: Readonly<Record<Sign, readonly (readonly number[])[]>> = {
  /** A cross. */
  breaks: [
    [-0.8, -0.8, 0.8, 0.8],
    [0.8, -0.8, -0.8, 0.8],
  ],
  /** A question mark. */
  undecided: [
    [-0.65, -0.6, -0.35, -1, 0.3, -1, 0.65, -0.6, 0.5, -0.15, 0, 0.15, 0, 0.4],
    [0, 0.98, 0, 1],
  ],
  /** Nobody: a ring that is crossed out. */
  unowned: [
    [0.85, 0, 0.6, 0.6, 0, 0.85, -0.6, 0.6, -0.85, 0, -0.6, -0.6, 0, -0.85, 0.6, -0.6, 0.85, 0],
    [-1, 1, 1, -1],
  ],
  /** An arrow upwards. */
  needs_upgrade: [
    [0, 1, 0, -1],
    [-0.75, -0.25, 0, -1, 0.75, -0.25],
  ],
  /** An hourglass. */
  deprecated: [[-0.7, -1, 0.7, -1, -0.7, 1, 0.7, 1, -0.7, -1]],
  added: [
    [-0.9, 0, 0.9, 0],
    [0, -0.9, 0, 0.9],
  ],
  removed: [[-0.9, 0, 0.9, 0]],
  /** A pencil. */
  changed: [[-0.95, 0.95, -0.75, 0.15, 0.45, -1.05, 1.05, -0.45, -0.15, 0.75, -0.95, 0.95]],
  /** An arrow both ways. */
  moved: [
    [-1, 0, 1, 0],
    [-0.5, -0.55, -1, 0, -0.5, 0.55],
    [0.5, -0.55, 1, 0, 0.5, 0.55],
  ],
};
