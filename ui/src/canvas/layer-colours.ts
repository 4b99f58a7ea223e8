/** The colours that layers are painted in, by the names of their design tokens. A layer's index is a place in this list. */
export const OWNER_COLOURS = 10;

export const LAYER_TOKENS = [
  ...Array.from({ length: OWNER_COLOURS }, (_, i) => `owner-${i + 1}`),
  "unowned",
  "error",
  "warning",
  "advice",
  "good",
  "effect-unowned",
  "effect-deprecated",
  "traffic-safe",
  "traffic-some",
  "traffic-many",
  "traffic-most",
] as const;

export const UNOWNED = OWNER_COLOURS;
export const ERROR = UNOWNED + 1;
export const WARNING = UNOWNED + 2;
export const ADVICE = UNOWNED + 3;
export const GOOD = UNOWNED + 4;
export const EFFECT_UNOWNED = UNOWNED + 5;
export const EFFECT_DEPRECATED = UNOWNED + 6;
export const TRAFFIC_SAFE = UNOWNED + 7;
export const TRAFFIC_SOME = UNOWNED + 8;
export const TRAFFIC_MANY = UNOWNED + 9;
export const TRAFFIC_MOST = UNOWNED + 10;
