/** How much of a drawing is worth painting at a zoom. Thresholds are where the text of a level stops being legible. */

/** `dots`: coloured blocks. `blocks`: shapes without text. `titles`: one large name. `cards`: everything. */
export type Detail = "dots" | "blocks" | "titles" | "cards";

/** From here on all of a card can be read. */
export const READABLE_ZOOM = 0.6;
/** From here on names can be read, and boxes are real elements too. */
export const NEAR_ZOOM = 0.22;

export function detailAt(zoom: number): Detail {
  if (zoom < 0.1) return "dots";
  if (zoom < NEAR_ZOOM) return "blocks";
  if (zoom < READABLE_ZOOM) return "titles";
  return "cards";
}

/** Most DOM nodes that may stand over the drawing at once. */
export const MAX_NEAR = 80;
