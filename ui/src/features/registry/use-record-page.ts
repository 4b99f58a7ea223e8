/** Everything that touches a record, asked for anew whenever the registry changes. */
import { useEffect, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, platform, type RecordKey, type RecordPage } from "../../platform";

export interface PageAnswer {
  readonly page: RecordPage | null;
  /** Why it cannot be told. */
  readonly failure: string | null;
}

export function useRecordPage({ kind, id }: RecordKey): PageAnswer {
  const revision = useDocument((state) => state.revision);
  const [answer, setAnswer] = useState<PageAnswer>({ page: null, failure: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision may change what touches it.
  useEffect(() => {
    let current = true;
    platform()
      .recordPage(kind, id)
      .then(
        (page) => current && setAnswer({ page, failure: null }),
        (reason: unknown) =>
          current && setAnswer({ page: null, failure: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [kind, id, revision]);
  return answer;
}
