/** How much of a drawing is worth painting at a zoom. Thresholds are where the text of a level stops being legible. */

/** `dots`: coloured blocks. `blocks`: shapes without text. `titles`: one large name. `cards`: everything. */
export type Detail = "dots" | "blocks" | "titles" | "cards";

export const READABLE_ZOOM = 0.6;

export function detailAt(zoom: number): Detail {
  if (zoom < 0.1) return "dots";
  if (zoom < 0.22) return "blocks";
  if (zoom < READABLE_ZOOM) return "titles";
  return "cards";
}

/** Most DOM nodes that may stand over the drawing at once. */
export const MAX_NEAR = 80;
