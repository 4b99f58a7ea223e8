/** Payloads on which a gate is tried, asked for anew when what travels over the handoff changes. */
import { useEffect, useState } from "react";
import { revisionOf, useDocument } from "../../document/store";
import { asPlatformError, type GateSamples, type Handoff, platform } from "../../platform";

export interface SamplesNow extends GateSamples {
  /** The first answer is not there yet. */
  readonly asking: boolean;
  /** Why there are none. */
  readonly failure: string | null;
}

const NONE: SamplesNow = { fields: [], samples: [], asking: true, failure: null };

export function useGateSamples(handoff: Pick<Handoff, "id" | "contract" | "version">): SamplesNow {
  const { id, contract, version } = handoff;
  const [now, setNow] = useState(NONE);
  const revision = useDocument((state) =>
    revisionOf(state, "contract_version", `${contract}@${version}`),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another contract, version or schema has other payloads.
  useEffect(() => {
    let current = true;
    platform()
      .gateSamples(id)
      .then(
        (answer) => current && setNow({ ...answer, asking: false, failure: null }),
        (reason: unknown) =>
          current && setNow({ ...NONE, asking: false, failure: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [id, contract, version, revision]);
  return now;
}
