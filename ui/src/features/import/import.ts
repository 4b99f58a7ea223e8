/** Bringing in what teams already have: looked at first, then written as one step. */
import { report } from "../../document/commit";
import { adopt } from "../../document/sync";
import { asPlatformError, type PickedFile, platform } from "../../platform";
import { session } from "../../session/store";
import { openTopology } from "../shell/topology";

const NOTHING_IMPORTED = "Nothing was imported";

/** Asks for files and shows what they would bring. */
export async function importFiles(): Promise<void> {
  await attempt(async () => {
    const files = await platform().chooseImports("Choose files to import");
    if (files.length > 0) await preview(files, null);
  });
}

/** Shows what files would bring, into a topology or into new ones. */
export async function previewImport(
  files: readonly PickedFile[],
  topology: string | null,
): Promise<void> {
  await attempt(() => preview(files, topology));
}

async function preview(files: readonly PickedFile[], topology: string | null): Promise<void> {
  const reply = await platform().importPreview([...files], topology);
  session.show({ show: "import", files, topology, preview: reply });
}

/** Writes what was looked at, and opens the topology that came with it. */
export async function confirmImport(
  files: readonly PickedFile[],
  topology: string | null,
): Promise<void> {
  await attempt(async () => {
    const { created, updated } = await platform().importApply([...files], topology);
    session.closeDock();
    await adopt(await platform().registryInfo());
    const drawn = [...created, ...updated].find(({ kind }) => kind === "topology")?.id ?? topology;
    if (drawn) openTopology(drawn);
    session.notify({
      tone: "success",
      title: `Imported: ${created.length} created, ${updated.length} updated`,
      detail: "Ctrl+Z takes it back.",
      hints: [],
    });
  });
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (reason) {
    report(asPlatformError(reason), NOTHING_IMPORTED);
  }
}
