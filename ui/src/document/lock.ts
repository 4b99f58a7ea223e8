/** Why nothing can be changed at the moment, if that is so: an earlier state is looked at, or the registry is read only. */
import { PlatformError } from "../platform";
import { session, useSession } from "../session/store";
import { useDocument } from "./store";

export type Lock = "past" | "read-only";

export function lockNow(): Lock | null {
  if (session.get().past !== null) return "past";
  return useDocument.getState().info?.read_only ? "read-only" : null;
}

export function useLock(): Lock | null {
  const past = useSession((state) => state.past !== null);
  const readOnly = useDocument((state) => state.info?.read_only === true);
  if (past) return "past";
  return readOnly ? "read-only" : null;
}

/** What an edit is answered with while nothing can be changed; null when it may be sent. */
export function refusalByLock(): PlatformError | null {
  const lock = lockNow();
  if (lock === null) return null;
  const { past } = session.get();
  const notice = useDocument.getState().info?.notice;
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
