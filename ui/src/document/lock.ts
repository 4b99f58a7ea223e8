/**
 * Why nothing can be changed at the moment, if that is so: an earlier state is looked at, the registry is read only, or its server cannot
 * be reached.
 */
import { PlatformError } from "../platform";
import { session, useSession } from "../session/store";
import { type DocumentState, useDocument } from "./store";

export type Lock = "past" | "read-only" | "away";

export function lockNow(): Lock | null {
  if (session.get().past !== null) return "past";
  return lockOf(useDocument.getState());
}

export function useLock(): Lock | null {
  const past = useSession((state) => state.past !== null);
  const lock = useDocument(lockOf);
  return past ? "past" : lock;
}

function lockOf({ info }: DocumentState): Lock | null {
  if (info?.read_only) return "read-only";
  return info?.away ? "away" : null;
}

/** What has to be so before something can be changed, for people. */
export const UNLOCKED_BY: Readonly<Record<Lock, string>> = {
  past: "Go back to now first",
  "read-only": "The registry is read only",
  away: "The server cannot be reached",
};

/** What an edit is answered with while nothing can be changed; null when it may be sent. */
export function refusalByLock(): PlatformError | null {
  const lock = lockNow();
  if (lock === null) return null;
  const { past } = session.get();
  const { notice = null, away = null } = useDocument.getState().info ?? {};
  if (lock === "away" && away) return new PlatformError(away);
  return new PlatformError({
    code: "read_only",
    kind: "user",
    message:
      lock === "past"
        ? `Revision ${past} is an earlier state; nothing can be changed in it.`
        : (notice ?? "This registry is open for reading only."),
    hints: [
      lock === "past"
        ? "Go back to now, or restore this state as a new edit."
        : "Open another registry, or make this one writable and open it again.",
    ],
    conflict: null,
  });
}
