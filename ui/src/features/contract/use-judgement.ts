/** What the registry says about a contract version while it is written, before anything of it is stored. */
import { useCallback, useMemo } from "react";
import { useRecord, useRecords } from "../../document/store";
import {
  asPlatformError,
  type ContractCheck,
  type ContractVersion,
  type ErrorReply,
  type Judgement,
  platform,
} from "../../platform";
import { useAnswer } from "./use-answer";

export interface Judged {
  /** Null before the first answer, and where the version cannot be compared. */
  readonly judgement: Judgement | null;
  /** Null before the first answer, and where it could not be asked for. */
  readonly check: ContractCheck | null;
  /** Why it cannot be compared. */
  readonly failure: ErrorReply | null;
  /** The answers are about what was written before. */
  readonly pending: boolean;
}

export const NOT_JUDGED: Judged = { judgement: null, check: null, failure: null, pending: true };

/** `written` differs from what is stored where somebody is typing. */
export function useJudgement(written: ContractVersion): Judged {
  const contract = useRecord("contract", written.contract);
  const versions = useRecords("contract_version");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer rests on the contract and its other versions.
  const ask = useCallback(() => judged(written), [written, contract, versions]);
  const { answer, pending } = useAnswer(ask);
  return useMemo(() => ({ ...(answer ?? NOT_JUDGED), pending }), [answer, pending]);
}

/** Either answer says something without the other. */
async function judged(written: ContractVersion): Promise<Omit<Judged, "pending">> {
  const [verdict, check] = await Promise.allSettled([
    platform().versionVerdict(written.contract, written.version, written),
    platform().checkDraft(written),
  ]);
  return {
    judgement: verdict.status === "fulfilled" ? verdict.value : null,
    check: check.status === "fulfilled" ? check.value : null,
    failure: verdict.status === "rejected" ? asPlatformError(verdict.reason).detail : null,
  };
}
