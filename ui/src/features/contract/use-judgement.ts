/** What the registry says about a contract version while it is written, before anything of it is stored: the newest question wins. */
import { useEffect, useRef, useState } from "react";
import { useRecord, useRecords } from "../../document/store";
import {
  asPlatformError,
  type ContractCheck,
  type ContractVersion,
  type ErrorReply,
  type Judgement,
  platform,
} from "../../platform";

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

const PAUSE_MS = 250;

/** `written` differs from what is stored where somebody is typing. */
export function useJudgement(written: ContractVersion): Judged {
  const [judged, setJudged] = useState(NOT_JUDGED);
  const contract = useRecord("contract", written.contract);
  const versions = useRecords("contract_version");
  const turn = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer rests on the contract and its other versions.
  useEffect(() => {
    turn.current += 1;
    const asked = turn.current;
    setJudged((before) => (before.pending ? before : { ...before, pending: true }));
    const ask = async () => {
      const [verdict, check] = await Promise.allSettled([
        platform().versionVerdict(written.contract, written.version, written),
        platform().checkDraft(written),
      ]);
      if (asked !== turn.current) return;
      setJudged({
        judgement: verdict.status === "fulfilled" ? verdict.value : null,
        check: check.status === "fulfilled" ? check.value : null,
        failure: verdict.status === "rejected" ? asPlatformError(verdict.reason).detail : null,
        pending: false,
      });
    };
    const timer = setTimeout(() => void ask(), asked === 1 ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      turn.current += 1;
    };
  }, [written, contract, versions]);
  return judged;
}
