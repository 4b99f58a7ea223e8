/** What happens to something that is hit: its colour and sign, the same as on the drawing, and its word. */
import { LAYER_TOKENS } from "../../canvas/layer-colours";
import { SignMark } from "../../components/sign";
import { EFFECT_SHADES } from "../../document/marking";
import type { Effect } from "../../platform";
import { EFFECT_MEANINGS, EFFECT_NAMES, EFFECTS_NAMES } from "./words";
import "./impact.css";

export interface EffectMarkProps {
  readonly effect: Effect;
  /** Before the word. */
  readonly count?: number;
}

export function EffectMark({ effect, count }: EffectMarkProps) {
  const shade = effect === "unaffected" ? null : EFFECT_SHADES[effect];
  return (
    <span className="effect" title={EFFECT_MEANINGS[effect]}>
      {shade?.sign && (
        <SignMark sign={shade.sign} colour={LAYER_TOKENS[shade.colour] ?? "unowned"} />
      )}
      {count !== undefined && <b>{count}</b>}
      {count === undefined || count === 1 ? EFFECT_NAMES[effect] : EFFECTS_NAMES[effect]}
    </span>
  );
}
