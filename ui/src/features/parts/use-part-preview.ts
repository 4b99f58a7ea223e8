/** What a part would do where it is to be put, worked out anew with every answer and every revision. */
import { useEffect, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, type DeskReply, type PartPlace, platform } from "../../platform";
import type { PartAnswers } from "./part-form";
import type { PartPanelProps } from "./part-panel";

export interface Preview {
  readonly reply: DeskReply | null;
  /** Why it cannot be put there. */
  readonly error: string | null;
}

const NOTHING: Preview = { reply: null, error: null };

export function placeOf(place: PartPanelProps, answers: PartAnswers): PartPlace {
  const { topology, agent, at } = place;
  const whole = at && { x: Math.round(at.x), y: Math.round(at.y) };
  return { topology, agent, at: whole, settings: { ...answers } };
}

export function usePartPreview(
  part: string,
  { topology, agent, at }: PartPanelProps,
  answers: PartAnswers,
): Preview {
  const revision = useDocument((state) => state.revision);
  const [preview, setPreview] = useState(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a part does depends on the revision it meets.
  useEffect(() => {
    let current = true;
    platform()
      .insertPart(part, placeOf({ topology, agent, at }, answers), true)
      .then(
        ({ reply }) => current && setPreview({ reply, error: null }),
        (reason: unknown) =>
          current && setPreview({ reply: null, error: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [part, topology, agent, at, answers, revision]);
  return preview;
}
