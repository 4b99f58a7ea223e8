/** What an export would write, kept in step with the registry and with the folder itself. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useDocument } from "../../document/store";
import {
  asPlatformError,
  type Diagnostic,
  type ExportReport,
  type ExportStep,
  type PlannedFile,
  platform,
} from "../../platform";
import { type Run, wasEnded } from "../shell/long-run";
import { begin } from "./run";

export interface PlanState {
  readonly files: readonly PlannedFile[] | null;
  /** What cannot be exported, and why. */
  readonly notes: readonly Diagnostic[];
  /** Whether an answer is under way. */
  readonly busy: boolean;
  /** How far it is; null before anything is known of it. */
  readonly step: ExportStep | null;
  readonly failure: string | null;
  /** Somebody has ended it before there was an answer. */
  readonly stopped: boolean;
  readonly refresh: () => void;
  readonly stop: () => void;
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
  const [step, setStep] = useState<ExportStep | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [stopped, setStopped] = useState(false);
  const [turn, setTurn] = useState(0);
  const changed = useCallback(() => setTurn((n) => n + 1), []);
  const wanted = kinds.join(" ");

  const asked = useRef(0);
  const answered = useRef(0);
  const runs = useRef(new Set<Run<ExportReport>>());
  // What somebody has ended stays ended until they ask for it again, or for something else.
  const held = useRef(false);
  const refresh = useCallback(() => {
    held.current = false;
    changed();
  }, [changed]);
  const endAll = useCallback(() => {
    for (const run of runs.current) run.end();
  }, []);
  // A plan writes nothing, so nobody has to wait until it has really ended.
  const stop = useCallback(() => {
    endAll();
    held.current = true;
    answered.current = asked.current;
    setBusy(false);
    setStopped(true);
  }, [endAll]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: answers about other files are of no use any more.
  useEffect(() => {
    answered.current = asked.current;
    held.current = false;
    setFiles(null);
    setNotes([]);
    return endAll;
  }, [dir, wanted, topology]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a revision or a change in the folder asks again.
  useEffect(() => {
    if (held.current) return;
    setFailure(null);
    setBusy(false);
    setStopped(false);
    if (!dir || wanted === "") return;
    setBusy(true);
    setStep(null);
    asked.current += 1;
    const question = asked.current;
    // An older answer is shown until a newer one comes: a folder that never rests is shown all the same.
    const isNews = () => {
      if (question <= answered.current) return false;
      answered.current = question;
      if (question === asked.current) setBusy(false);
      return true;
    };
    const run = begin(
      (id) => platform().exportPlan(dir, wanted.split(" "), topology, id),
      (now) => question === asked.current && setStep(now),
    );
    runs.current.add(run);
    run.answer
      .then(
        (plan) => {
          if (!isNews()) return;
          setFiles(plan.files);
          setNotes(plan.notes);
        },
        (reason: unknown) => {
          if (isNews() && !wasEnded(reason)) setFailure(asPlatformError(reason).message);
        },
      )
      .finally(() => runs.current.delete(run));
  }, [dir, wanted, topology, revision, turn]);

  useEffect(() => {
    if (!dir) return;
    let closed = false;
    let stopWatching = () => {};
    platform()
      .watchFolder(dir, changed)
      .then(
        (stop) => {
          if (closed) stop();
          else stopWatching = stop;
        },
        // Not every folder can be watched; the plan is then asked for again with each revision and by hand.
        () => {},
      );
    return () => {
      closed = true;
      stopWatching();
    };
  }, [dir, changed]);
  return { files, notes, busy, step, failure, stopped, refresh, stop };
}
