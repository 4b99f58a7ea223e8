/** The answers of a registry in memory to every command. */
import type { MemoryRegistry } from "../platform";
import type { Handlers } from "./desktop";
import type { Recorded } from "./main";

export function handlersOf(
  { platform }: MemoryRegistry,
  recorded: Recorded,
  { readOnly }: { readonly readOnly: boolean },
): Handlers {
  const info = async () => ({
    ...(await platform.registryInfo()),
    read_only: readOnly,
    notice: readOnly
      ? "The registry's folder cannot be written; it is open for reading only."
      : null,
    recent: [
      "/home/maria/registries/support.baton",
      "/home/maria/work/orders.baton",
      "postgres://maria@db.example.com:5432/baton?schema=support",
    ],
  });
  return {
    ...platform,
    registryInfo: info,
    openRegistry: info,
    connectRegistry: info,
    createRegistry: info,
    applyEdits: (edits, dryRun) => platform.applyEdits(edits, dryRun),
    history: (limit, before) => platform.history(limit, before ?? undefined),
    templates: async () => recorded.templates,
    exportKinds: async () => recorded.exportKinds,
    importPreview: (_format, files, topology, run) => platform.importPreview(files, topology, run),
    importApply: (_format, files, topology, run) => platform.importApply(files, topology, run),
    savePicture: async () => null,
    snapshot: async () => ({ ...(await platform.snapshot()), rest: null }),
    snapshotAt: async (revision) => ({ ...(await platform.snapshotAt(revision)), rest: null }),
    snapshotPart: () => Promise.reject(new Error("Here every snapshot is whole.")),
    testDialogPath: async () => "/home/maria/exports",
  };
}
