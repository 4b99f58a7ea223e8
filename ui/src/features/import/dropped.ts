/** Files and folders that were dropped on the window, read to the end before anything is done with them. */
import { refusalByLock } from "../../document/lock";
import { type PickedFile, PlatformError } from "../../platform";

/** More is no project that somebody drops; as on the command line. */
const MOST_FILES = 2000;
const MOST_BYTES = 256 * 2 ** 20;
/** Folders of dependencies and builds, and hidden ones. */
const PASSED_OVER = /^(\..*|node_modules|target|dist|build|venv|site-packages|__pycache__|vendor)$/;
const KEPT_HIDDEN = /^\.(github|gitlab)$/;
const REGISTRY = /\.(baton|db|sqlite)$/i;
const READ = /\.(json|ya?ml|mmd|mermaid|dot|gv|py|tsx?|m?js|graph)$|^codeowners$/i;

/** Whether something is dragged that could be dropped. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes("Files") ?? false;
}

/** What was dropped: files as they are, of folders those that some tool may have written. */
export async function droppedFiles(transfer: DataTransfer): Promise<PickedFile[]> {
  // The list is emptied when the event is over, so everything is taken out of it first.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  const locked = refusalByLock();
  if (locked) throw locked;
  const registry = plain.find(({ name }) => REGISTRY.test(name));
  if (registry)
    throw refused(
      registry.name,
      "a registry is opened, not imported",
      "Press Ctrl+O and choose it.",
    );
  const found: Found[] = [];
  for (const [i, entry] of entries.entries()) {
    const file = plain[i];
    if (entry?.isDirectory) await walk(entry as FileSystemDirectoryEntry, entry.name, found);
    else if (file) found.push({ name: file.name, file });
  }
  if (found.length === 0)
    throw refused(
      "What was dropped",
      "no tool writes such files",
      "Drop the files of one of the formats that are read.",
    );
  let bytes = 0;
  const picked: PickedFile[] = [];
  for (const { name, file } of found) {
    bytes += file.size;
    if (bytes > MOST_BYTES)
      throw refused(name, "more than 256 MiB were dropped", "Drop fewer files.");
    picked.push({ name, text: await textOf(name, file) });
  }
  return picked;
}

interface Found {
  readonly name: string;
  readonly file: File;
}

async function walk(folder: FileSystemDirectoryEntry, path: string, found: Found[]): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (batch.length === 0) return;
    for (const entry of batch) {
      const name = `${path}/${entry.name}`;
      if (entry.isDirectory) {
        if (!PASSED_OVER.test(entry.name) || KEPT_HIDDEN.test(entry.name))
          await walk(entry as FileSystemDirectoryEntry, name, found);
      } else if (READ.test(entry.name)) {
        const file = await new Promise<File>((done, failed) =>
          (entry as FileSystemFileEntry).file(done, failed),
        );
        found.push({ name, file });
        if (found.length > MOST_FILES)
          throw refused(
            path,
            `the folder holds more than ${MOST_FILES} files`,
            "Drop a folder further down.",
          );
      }
    }
  }
}

async function textOf(name: string, file: File): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw refused(name, "the file is not UTF-8", "Save the file as UTF-8.");
  }
}

function refused(name: string, message: string, hint: string): PlatformError {
  return new PlatformError({
    code: "invalid_file",
    kind: "user",
    message: `${name}: ${message}`,
    hints: [hint],
    conflict: null,
  });
}
