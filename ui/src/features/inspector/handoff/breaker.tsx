/** The circuit breaker as a sentence, or the offer of one. */
import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../../components/button";
import type { Breaker } from "../../../platform";
import { type Change, inPart } from "./edit";
import { useFrame } from "./frame";
import { NumberChip } from "./number-chip";
import { USUAL_BREAKER } from "./policy-words";
import { Tight } from "./tight";
import { TimeChip } from "./time-chip";

export function BreakerSentence({ breaker }: { readonly breaker: Breaker | null }) {
  const { send } = useFrame();
  if (!breaker) {
    return (
      <Button
        look="quiet"
        icon={Plus}
        data-testid="policy-add-breaker"
        onClick={() => void send(inPart("policy", { breaker: USUAL_BREAKER }))}
      >
        Add a circuit breaker
      </Button>
    );
  }
  return (
    <div className="handoff__removable">
      <p className="sentence">
        Open the breaker after{" "}
        <NumberChip
          label="Failures that open the breaker"
          value={breaker.threshold}
          integer
          least={1}
          change={(value) => setting("threshold", value)}
          data-testid="breaker-threshold"
        />{" "}
        {breaker.threshold === 1 ? "failure" : "failures"} in{" "}
        <TimeChip
          label="In how much time"
          value={breaker.window_seconds}
          unit="s"
          change={(value) => setting("window_seconds", value)}
          data-testid="breaker-window"
        />{" "}
        for{" "}
        <Tight after=".">
          <TimeChip
            label="Until it is tried again"
            value={breaker.reset_seconds}
            unit="s"
            change={(value) => setting("reset_seconds", value)}
            data-testid="breaker-reset"
          />
        </Tight>
      </p>
      <IconButton
        icon={X}
        size={13}
        label="Remove the breaker"
        onClick={() => void send(inPart("policy", { breaker: null }))}
      />
    </div>
  );
}

/** A breaker has all three figures: an emptied one takes its usual value. */
function setting(name: keyof Breaker, value: number | null): Change {
  return inPart("policy", ({ breaker }) => ({
    breaker: { ...USUAL_BREAKER, ...breaker, [name]: value ?? USUAL_BREAKER[name] },
  }));
}
