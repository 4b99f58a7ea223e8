/** Looking at earlier states, and making one of them the present again: as an edit of its own, so that nothing is lost. */
import { report, rewind } from "../../document/commit";
import { showNow, showPast } from "../../document/sync";
import { asPlatformError } from "../../platform";
import { session } from "../../session/store";

/** Shows the registry as it was at a revision. */
export async function viewPast(revision: number): Promise<void> {
  session.set({ tool: null, newBox: null, renaming: null });
  if (session.get().dock.show !== "history") session.closeDock();
  try {
    await showPast(revision);
    session.announce(`Looking at revision ${revision}. Nothing can be changed here.`);
  } catch (reason) {
    report(asPlatformError(reason), "What was shown before is shown still");
  }
}

export async function backToNow(): Promise<void> {
  if (session.get().dock.show === "rewind") session.closeDock();
  try {
    await showNow();
    session.announce("Back to now.");
  } catch (reason) {
    report(asPlatformError(reason), "The registry itself is as it was");
  }
}

/** Makes an earlier state the present one; true once it is stored. */
export async function restore(revision: number): Promise<boolean> {
  await backToNow();
  if (!(await rewind(revision))) return false;
  session.closeDock();
  session.notify({
    tone: "success",
    title: `Revision ${revision} is restored`,
    detail: "Everything since is still in the history. Ctrl+Z takes it back.",
    hints: [],
  });
  return true;
}
