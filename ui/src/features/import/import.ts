/** Bringing in what teams already have: looked at first, then written as one step. Both tell how far they are, and can be ended. */
import { report } from "../../document/commit";
import { adopt } from "../../document/sync";
import { asPlatformError, type ImportReply, type PickedFile, platform } from "../../platform";
import type { ImportRun } from "../../session/importing";
import { session, useSession } from "../../session/store";
import { beginRun, wasEnded } from "../shell/long-run";
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

/** The files are named at once; what they would bring follows. An earlier look stays until then. */
async function preview(files: readonly PickedFile[], topology: string | null): Promise<void> {
  const earlier = shown(files);
  if (earlier === null) session.show({ show: "import", files, topology, preview: null });
  // Nobody waits for what is closed, or for files that others were chosen after.
  const leave = useSession.subscribe(() => {
    if (shown(files) === null) endImport("reading");
  });
  try {
    const reply = await underWay("reading", (run) =>
      platform().importPreview([...files], topology, run),
    );
    if (shown(files)) session.show({ show: "import", files, topology, preview: reply });
  } catch (reason) {
    if (shown(files)?.preview === null) session.closeDock();
    if (!wasEnded(reason)) throw reason;
  } finally {
    leave();
  }
}

function shown(files: readonly PickedFile[]) {
  const { dock } = session.get();
  return dock.show === "import" && dock.files === files ? dock : null;
}

/** Writes what was looked at, and opens the topology that came with it. */
export async function confirmImport(
  files: readonly PickedFile[],
  topology: string | null,
): Promise<void> {
  await attempt(async () => {
    let reply: ImportReply;
    try {
      reply = await underWay("storing", (run) => platform().importApply([...files], topology, run));
    } catch (reason) {
      if (!wasEnded(reason)) throw reason;
      session.announce("Stopped; nothing was imported.");
      return;
    }
    const { created, updated } = reply;
    if (shown(files)) session.closeDock();
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

/** Ends what is under way, as soon as it can. */
export function endImport(does: ImportRun["does"]): void {
  const { importing } = session.get();
  if (importing?.does !== does || importing.ends) return;
  session.set({ importing: { ...importing, ends: true } });
  importing.end();
}

async function underWay<T>(does: ImportRun["does"], work: (run: string) => Promise<T>): Promise<T> {
  const id = crypto.randomUUID();
  const change = (fields: Partial<ImportRun>) => {
    const { importing } = session.get();
    if (importing?.id === id) session.set({ importing: { ...importing, ...fields } });
  };
  const run = beginRun({
    work,
    onStep: (step) => change({ step }),
    listen: platform().onImportProgress,
    cancel: platform().cancelImport,
    finished:
      does === "reading"
        ? { title: "The files are read", body: "What they would bring waits in the window." }
        : { title: "The import is done", body: "What came in waits in the window." },
  });
  session.set({ importing: { id, does, step: null, ends: false, end: run.end } });
  try {
    return await run.answer;
  } finally {
    if (session.get().importing?.id === id) session.set({ importing: null });
  }
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (reason) {
    report(asPlatformError(reason), NOTHING_IMPORTED);
  }
}
