/** One direction of a comparison: who can move first, and the payload that shows the contrary. */
import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import type { VersionComparison, Way } from "../../platform";
import { PayloadDiff } from "./payload-diff";
import { directionMeaning, directionWords, PARTS, sidesOf, TONE_OF } from "./words";

export interface DirectionProps {
  readonly way: Way;
  readonly comparison: VersionComparison;
  /** The contract's mode asks for it. */
  readonly needed: boolean;
  readonly onPlace: ((pointer: string) => void) | undefined;
}

const SIGNS = { safe: CircleCheck, breaking: CircleX, undecided: CircleHelp };

export function DirectionView({ way, comparison, needed, onPlace }: DirectionProps) {
  const direction = comparison[way];
  const { verdict, part, counterexample, reason = null, pointer = null } = direction;
  const Sign = SIGNS[verdict];
  const tone = needed || verdict === "safe" ? TONE_OF[verdict] : "neutral";
  const { sender, receiver } = sidesOf(way, comparison);
  // Only the schema that receives now is the one in the editor.
  const here = way === "backward" && part === "payload" && pointer !== null && onPlace;
  return (
    <div className="direction" data-way={way} data-verdict={verdict}>
      <Sign size={16} className={`tone--${tone}`} aria-hidden />
      <div>
        <h4>
          {directionWords(way, direction)}
          {!needed && <span className="direction__aside"> · the mode does not ask for it</span>}
        </h4>
        <p>{directionMeaning(way, comparison)}</p>
        {verdict === "breaking" && (
          <PayloadDiff
            label={`A ${PARTS[part ?? "payload"]} that ${sender} may send and ${receiver} rejects`}
            payload={counterexample}
            pointer={part === "payload" ? pointer : null}
            reason={reason}
          />
        )}
        {verdict === "undecided" && reason && <p className="direction__reason">{reason}</p>}
        {here && (
          <button type="button" className="contract-link" onClick={() => onPlace(pointer)}>
            Show the place in the schema
          </button>
        )}
      </div>
    </div>
  );
}
