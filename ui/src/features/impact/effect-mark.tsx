/** What happens to something that is hit: its colour, the same as on the drawing, and its word. */
import type { Effect } from "../../platform";
import { EFFECT_MEANINGS, EFFECT_NAMES, EFFECTS_NAMES } from "./words";
import "./impact.css";

export interface EffectMarkProps {
  readonly effect: Effect;
  /** Before the word. */
  readonly count?: number;
}

export function EffectMark({ effect, count }: EffectMarkProps) {
  return (
    <span className={`effect effect--${effect}`} title={EFFECT_MEANINGS[effect]}>
      <span className="effect__dot" aria-hidden />
      {count !== undefined && <b>{count}</b>}
      {count === undefined || count === 1 ? EFFECT_NAMES[effect] : EFFECTS_NAMES[effect]}
    </span>
  );
}
