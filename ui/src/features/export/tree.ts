/** The files of an export as a tree of folders. */
import type { ExportFile } from "../../platform";

export interface Folder {
  readonly name: string;
  readonly path: string;
  readonly folders: readonly Folder[];
  readonly files: readonly ExportFile[];
}

export function treeOf(files: readonly ExportFile[]): Folder {
  return folder("", "", files);
}

function folder(name: string, path: string, files: readonly ExportFile[]): Folder {
  const prefix = path === "" ? "" : `${path}/`;
  const here: ExportFile[] = [];
  const below = new Map<string, ExportFile[]>();
  for (const file of files) {
    const rest = file.path.slice(prefix.length);
    const slash = rest.indexOf("/");
    if (slash < 0) here.push(file);
    else below.set(rest.slice(0, slash), [...(below.get(rest.slice(0, slash)) ?? []), file]);
  }
  const names = [...below.keys()].sort();
  return {
    name,
    path,
    folders: names.map((child) => folder(child, `${prefix}${child}`, below.get(child) ?? [])),
    files: here.sort((a, b) => a.path.localeCompare(b.path)),
  };
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What a write would do, in words; null when it would do nothing. */
export function writeSummary(
  files: readonly ExportFile[],
  overwriteEdited: boolean,
): string | null {
  const count = (change: ExportFile["change"]) =>
    files.filter((file) => file.change === change).length;
  const parts = [
    [count("new"), "new"],
    [count("changed") + count("stale"), "changed"],
    [overwriteEdited ? count("edited") : 0, "overwritten"],
  ] as const;
  const words = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  return words.length > 0 ? words.join(", ") : null;
}
