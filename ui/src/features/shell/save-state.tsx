/** Whether what is shown is stored, or on its way. */
import { Check, LoaderCircle } from "lucide-react";
import { useEffect, useState } from "react";
import { useLock } from "../../document/lock";
import { useSession } from "../../session/store";

/** How long an edit has been on its way: at first it is no news, after a while it is, and then it has to be said. */
export type SavePhase = "saved" | "saving" | "slow" | "busy";

const SLOW_MS = 1000;
const BUSY_MS = 5000;

export function useSavePhase(): SavePhase {
  const saving = useSession((state) => state.saving > 0);
  const [phase, setPhase] = useState<SavePhase>("saved");
  useEffect(() => {
    setPhase(saving ? "saving" : "saved");
    if (!saving) return;
    const slow = setTimeout(() => setPhase("slow"), SLOW_MS);
    const busy = setTimeout(() => setPhase("busy"), BUSY_MS);
    return () => {
      clearTimeout(slow);
      clearTimeout(busy);
    };
  }, [saving]);
  return phase;
}

const WORDS: Record<SavePhase, string> = {
  saved: "Saved",
  saving: "Saving…",
  slow: "Saving…",
  busy: "Not stored yet",
};
const BUSY = "The registry is busy; what you see is not stored yet";

export function SaveState() {
  const phase = useSavePhase();
  const lock = useLock();
  if (lock !== null) return null;
  return (
    <span
      className={`save-state save-state--${phase}`}
      data-testid="status-saved"
      title={phase === "busy" ? BUSY : WORDS[phase]}
    >
      {phase === "saved" ? (
        <Check size={12} aria-hidden />
      ) : (
        <LoaderCircle
          size={12}
          aria-hidden
          className={phase === "saving" ? undefined : "save-state__turning"}
        />
      )}
      <span>{WORDS[phase]}</span>
    </span>
  );
}

/** The long words for a long wait, where there is room for them. Every other edit passes without a word. */
export function BusyWords() {
  const busy = useSavePhase() === "busy";
  return (
    <span role="status" className="status-bar__item status-bar__item--warn">
      {busy && (
        <>
          <LoaderCircle size={12} aria-hidden className="save-state__turning" />
          {BUSY}
        </>
      )}
    </span>
  );
}

/** A line under the bar while an edit takes its time. */
export function SaveProgress() {
  const phase = useSavePhase();
  if (phase === "saved" || phase === "saving") return null;
  // A native bar cannot be this thin on every platform.
  return <div className="save-progress" role="progressbar" aria-label="Saving" />;
}
