/** What an export would write, kept in step with the registry and with the folder itself. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, type Diagnostic, type PlannedFile, platform } from "../../platform";

export interface PlanState {
  readonly files: readonly PlannedFile[] | null;
  /** What cannot be exported, and why. */
  readonly notes: readonly Diagnostic[];
  /** Whether an answer is under way. */
  readonly busy: boolean;
  readonly failure: string | null;
  readonly refresh: () => void;
}

export function usePlan(
  dir: string | null,
  kinds: readonly string[],
  topology: string | null,
): PlanState {
  const revision = useDocument((state) => state.revision);
  const [files, setFiles] = useState<readonly PlannedFile[] | null>(null);
  const [notes, setNotes] = useState<readonly Diagnostic[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn((n) => n + 1), []);
  const wanted = kinds.join(" ");

  const asked = useRef(0);
  const answered = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: answers about other files are of no use any more.
  useEffect(() => {
    answered.current = asked.current;
    setFiles(null);
  }, [dir, wanted, topology]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a revision or a change in the folder asks again.
  useEffect(() => {
    setFailure(null);
    setBusy(false);
    if (!dir || wanted === "") return;
    setBusy(true);
    asked.current += 1;
    const question = asked.current;
    // An older answer is shown until a newer one comes: a folder that never rests is shown all the same.
    const isNews = () => {
      if (question <= answered.current) return false;
      answered.current = question;
      if (question === asked.current) setBusy(false);
      return true;
    };
    platform()
      .exportPlan(dir, wanted.split(" "), topology)
      .then(
        (plan) => {
          if (!isNews()) return;
          setFiles(plan.files);
          setNotes(plan.notes);
        },
        (reason: unknown) => {
          if (isNews()) setFailure(asPlatformError(reason).message);
        },
      );
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
  return { files, notes, busy, failure, refresh };
}
