/** The real desktop: generated commands, native dialogs, folder watching. */
import { open } from "@tauri-apps/plugin-dialog";
import { type WatchEvent, watch } from "@tauri-apps/plugin-fs";
import { commands, events } from "./bindings";
import { asPlatformError, type Platform } from "./platform";

const REGISTRY_FILES = [{ name: "Baton registry", extensions: ["baton", "db", "sqlite"] }];
const WATCH_DELAY_MS = 200;

async function typed<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (reason) {
    throw asPlatformError(reason);
  }
}

/** A native dialog, unless a test of the real window has named the answer beforehand. */
async function chosen(ask: () => Promise<string | null>): Promise<string | null> {
  const answer = await typed(commands.testDialogPath());
  return answer ?? typed(ask());
}

/** Reading is told too; answering it by reading again would never end. */
function isChange({ type }: WatchEvent): boolean {
  if (typeof type === "string") return true;
  if ("access" in type) return false;
  return !("modify" in type && type.modify.kind === "metadata");
}

export const tauriPlatform: Platform = {
  registryInfo: () => typed(commands.registryInfo()),
  openRegistry: (path) => typed(commands.openRegistry(path)),
  createRegistry: (path, template) => typed(commands.createRegistry(path, template)),
  snapshot: () => typed(commands.snapshot()),
  drawing: (topology) => typed(commands.drawing(topology)),
  applyEdits: (edits, dryRun) => typed(commands.applyEdits(edits, dryRun, null)),
  removeWithDependents: (keys, dryRun) => typed(commands.removeWithDependents(keys, dryRun)),
  undo: () => typed(commands.undo()),
  redo: () => typed(commands.redo()),
  history: (limit) => typed(commands.history(limit, null)),
  templates: () => typed(commands.templates()),
  importPreview: (files) => typed(commands.importPreview(null, files, null)),
  importApply: (files) => typed(commands.importApply(null, files, null)),
  exportKinds: () => typed(commands.exportKinds()),
  exportPlan: (folder, kinds, topology) => typed(commands.exportPlan(folder, kinds, topology)),
  exportWrite: (folder, kinds, topology, edited) =>
    typed(commands.exportWrite(folder, kinds, topology, edited)),
  onRegistryChanged: (handler) =>
    typed(events.registryChanged.listen((event) => handler(event.payload))),
  chooseFolder: (title) => chosen(() => open({ title, directory: true, recursive: true })),
  chooseRegistry: (title) => chosen(() => open({ title, filters: REGISTRY_FILES })),
  chooseImports: async (title) => {
    const answer = await typed(commands.testDialogPath());
    if (answer !== null) return [answer];
    return (await typed(open({ title, multiple: true }))) ?? [];
  },
  watchFolder: (dir, handler) =>
    typed(
      watch(dir, (event) => isChange(event) && handler(), {
        recursive: true,
        delayMs: WATCH_DELAY_MS,
      }),
    ),
};
