/** Putting a copy in the registry's place. */
import { report } from "../../document/commit";
import { turnToOpen } from "../../document/sync";
import { asPlatformError, platform } from "../../platform";
import { session } from "../../session/store";

/** True once the copy is the registry, and the window shows it. */
export async function restore(path: string): Promise<boolean> {
  try {
    const { kept } = await platform().restoreBackup(path);
    await turnToOpen();
    session.notify({
      tone: "success",
      title: "The copy was restored",
      detail: kept === null ? "" : `What stood there is kept as ${kept}.`,
      hints: [],
    });
    return true;
  } catch (reason) {
    report(asPlatformError(reason), "The registry is as it was");
    return false;
  }
}
