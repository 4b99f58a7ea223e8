/** What an export would write, kept in step with the registry and with the folder itself. */
import { useCallback, useEffect, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, type ExportKindInfo, type PlannedFile, platform } from "../../platform";

export interface PlanState {
  readonly files: readonly PlannedFile[] | null;
  readonly failure: string | null;
  readonly refresh: () => void;
}

export function useExportKinds(): readonly ExportKindInfo[] {
  const [kinds, setKinds] = useState<readonly ExportKindInfo[]>([]);
  useEffect(() => {
    platform()
      .exportKinds()
      .then(setKinds, () => setKinds([]));
  }, []);
  return kinds;
}

export function usePlan(
  dir: string | null,
  kinds: readonly string[],
  topology: string | null,
): PlanState {
  const revision = useDocument((state) => state.revision);
  const [files, setFiles] = useState<readonly PlannedFile[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn((n) => n + 1), []);
  const wanted = kinds.join(" ");

  // biome-ignore lint/correctness/useExhaustiveDependencies: a revision or a change in the folder asks again.
  useEffect(() => {
    setFailure(null);
    if (!dir || wanted === "") {
      setFiles(null);
      return;
    }
    let current = true;
    platform()
      .exportPlan(dir, wanted.split(" "), topology)
      .then(
        (plan) => current && setFiles(plan.files),
        (reason: unknown) => current && setFailure(asPlatformError(reason).message),
      );
    return () => {
      current = false;
    };
  }, [dir, wanted, topology, revision, turn]);

  useEffect(() => {
    if (!dir) return;
    let closed = false;
    let stop = () => {};
    platform()
      .watchFolder(dir, refresh)
      .then(
        (stopWatching) => {
          if (closed) stopWatching();
          else stop = stopWatching;
        },
        // Not every folder can be watched; the plan is then asked for again with each revision and by hand.
        () => {},
      );
    return () => {
      closed = true;
      stop();
    };
  }, [dir, refresh]);
  return { files, failure, refresh };
}
