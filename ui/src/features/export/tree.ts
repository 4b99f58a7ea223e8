/** The files of an export as a tree of folders. */
import type { PlannedFile } from "../../platform";

export interface Folder {
  readonly name: string;
  readonly path: string;
  readonly folders: readonly Folder[];
  readonly files: readonly PlannedFile[];
}

export function treeOf(files: readonly PlannedFile[]): Folder {
  return folder("", "", files);
}

function folder(name: string, path: string, files: readonly PlannedFile[]): Folder {
  const prefix = path === "" ? "" : `${path}/`;
  const here: PlannedFile[] = [];
  const below = new Map<string, PlannedFile[]>();
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

/** Whether a write would lose what somebody made by hand. */
export function isHandMade({ change }: PlannedFile): boolean {
  return change === "edited" || change === "foreign" || change === "orphaned";
}

/** What a write would do, in words; null when it would do nothing. */
export function writeSummary(files: readonly PlannedFile[], overwrite: boolean): string | null {
  const count = (...changes: PlannedFile["change"][]) =>
    files.filter((file) => changes.includes(file.change)).length;
  const parts = [
    [count("new"), "new"],
    [count("changed"), "changed"],
    [count("removed") + (overwrite ? count("orphaned") : 0), "deleted"],
    [overwrite ? count("edited", "foreign") : 0, "overwritten"],
  ] as const;
  const words = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  return words.length > 0 ? words.join(", ") : null;
}
