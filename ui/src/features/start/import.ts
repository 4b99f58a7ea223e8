/** Bringing in what teams already have; whatever could not be carried is said. */
import { report } from "../../document/commit";
import { adopt } from "../../document/sync";
import { asPlatformError, platform } from "../../platform";
import { session } from "../../session/store";
import { openTopology } from "../shell/topology";

const SHOWN_NOTES = 4;

export async function importFiles(): Promise<void> {
  try {
    const paths = await platform().chooseImports("Choose files to import");
    if (paths.length === 0) return;
    const { created, updated, notes } = await platform().importApply(paths);
    await adopt(await platform().registryInfo());
    const topology = created.find(({ kind }) => kind === "topology");
    if (topology) openTopology(topology.id);
    const more = notes.length - SHOWN_NOTES;
    session.notify({
      tone: notes.length > 0 ? "warning" : "success",
      title: `Imported: ${created.length} created, ${updated.length} updated`,
      detail:
        notes.length > 0
          ? `${notes.length} ${notes.length === 1 ? "part" : "parts"} could not be carried over as they were:`
          : "",
      hints: [
        ...notes.slice(0, SHOWN_NOTES).map((note) => `${note.path}: ${note.message}`),
        ...(more > 0 ? [`and ${more} more`] : []),
      ],
    });
  } catch (reason) {
    report(asPlatformError(reason), "Nothing was imported");
  }
}
