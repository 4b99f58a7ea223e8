/** The versions of a contract as the registry tells them, the highest first. */
import { useEffect, useState } from "react";
import { useRecord, useRecords } from "../../document/store";
import { asPlatformError, platform, type TimelineVersion } from "../../platform";

export type VersionsAnswer =
  | { readonly versions: readonly TimelineVersion[] }
  | { readonly wrong: string }
  | null;

/** Asked again whenever the contract or a version changes. */
export function useVersions(contract: string): VersionsAnswer {
  const [answer, setAnswer] = useState<VersionsAnswer>(null);
  const record = useRecord("contract", contract);
  const records = useRecords("contract_version");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer rests on the stored records.
  useEffect(() => {
    let current = true;
    platform()
      .contractVersions(contract)
      .then(
        (versions) => current && setAnswer({ versions }),
        (reason: unknown) => current && setAnswer({ wrong: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [contract, record, records]);
  return answer;
}
