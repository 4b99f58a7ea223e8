/** The fields of a payload as the registry reads them out of the schema, as it is being written. */
import { useCallback } from "react";
import { type ContractVersion, type FieldRow, platform } from "../../platform";
import { type Answered, useAnswer } from "./use-answer";

export function useFields({
  id,
  contract,
  version,
  payload_schema,
  sensitive,
}: ContractVersion): Answered<FieldRow[]> {
  const ask = useCallback(() => {
    const draft = { id, contract, version, payload_schema, ...(sensitive && { sensitive }) };
    return platform().contractFields(contract, version, draft);
  }, [id, contract, version, payload_schema, sensitive]);
  return useAnswer(ask);
}
