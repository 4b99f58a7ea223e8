/** The fields of a contract version's payload, as the registry reads them from its schema. */
import { useEffect, useState } from "react";
import { revisionOf, useDocument } from "../../../document/store";
import { asPlatformError, type FieldRow, platform } from "../../../platform";

export interface ContractFields {
  readonly rows: readonly FieldRow[];
  /** Why there are none. */
  readonly trouble: string | null;
}

const NOTHING: ContractFields = { rows: [], trouble: null };

export function useContractFields(
  contract: string | null | undefined,
  version: string | null | undefined,
): ContractFields {
  const [fields, setFields] = useState(NOTHING);
  const revision = useDocument((state) =>
    revisionOf(state, "contract_version", `${contract}@${version}`),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision may have other fields.
  useEffect(() => {
    setFields(NOTHING);
    if (!contract || !version) return;
    let stale = false;
    const show = (read: ContractFields) => {
      if (!stale) setFields(read);
    };
    fieldsOf(contract, version).then(show, (reason: unknown) =>
      show({ rows: [], trouble: asPlatformError(reason).detail.message }),
    );
    return () => {
      stale = true;
    };
  }, [contract, version, revision]);
  return fields;
}

async function fieldsOf(contract: string, version: string): Promise<ContractFields> {
  return { rows: await platform().contractFields(contract, version, null), trouble: null };
}
