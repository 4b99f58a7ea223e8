/** What the reviewer sees, while it is typed: the newest answer wins, an older one stays until it is there. */
import { useEffect, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, type Gate, type GatePreview, type Json, platform } from "../../platform";

export interface PreviewNow {
  readonly preview: GatePreview | null;
  readonly failure: string | null;
}

const PAUSE_MS = 120;

export function useGatePreview(handoff: string, gate: Gate | null, payload: Json): PreviewNow {
  const revision = useDocument((state) => state.revision);
  const [now, setNow] = useState<PreviewNow>({ preview: null, failure: null });
  const asked = JSON.stringify([gate, payload]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal questions are one; every revision may change the answer.
  useEffect(() => {
    let current = true;
    const ask = () =>
      platform()
        .gatePreview(handoff, gate, payload)
        .then(
          (preview) => current && setNow({ preview, failure: null }),
          (reason: unknown) =>
            current && setNow({ preview: null, failure: asPlatformError(reason).message }),
        );
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [handoff, asked, revision]);
  return now;
}
