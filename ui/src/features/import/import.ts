/** Bringing in what teams already have: looked at first, then written as one step. */
import { report } from "../../document/commit";
import { adopt } from "../../document/sync";
import { asPlatformError, platform } from "../../platform";
import { session } from "../../session/store";
import { openTopology } from "../shell/topology";

const NOTHING_IMPORTED = "Nothing was imported";

/** Asks for files and shows what they would bring. */
export async function importFiles(): Promise<void> {
  try {
    const files = await platform().chooseImports("Choose files to import");
    if (files.length === 0) return;
    session.show({ show: "import", files, preview: await platform().importPreview(files) });
  } catch (reason) {
    report(asPlatformError(reason), NOTHING_IMPORTED);
  }
}

/** Writes what was looked at, and opens the topology that came with it. */
export async function confirmImport(files: readonly string[]): Promise<void> {
  try {
    const { created, updated } = await platform().importApply([...files]);
    session.closeDock();
    await adopt(await platform().registryInfo());
    const topology = [...created, ...updated].find(({ kind }) => kind === "topology");
    if (topology) openTopology(topology.id);
    session.notify({
      tone: "success",
      title: `Imported: ${created.length} created, ${updated.length} updated`,
      detail: "Ctrl+Z takes it back.",
      hints: [],
    });
  } catch (reason) {
    report(asPlatformError(reason), NOTHING_IMPORTED);
  }
}
