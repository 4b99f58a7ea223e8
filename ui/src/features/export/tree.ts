/** The files of an export as a tree of folders. */
import type { Change, PlannedFile } from "../../platform";

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

/** A line of the tree as it is shown. */
export type TreeRow =
  | {
      readonly is: "folder";
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly open: boolean;
    }
  | {
      readonly is: "file";
      readonly path: string;
      readonly depth: number;
      readonly file: PlannedFile;
    };

/** The lines in order; what closed folders hold is left out. */
export function rowsOf(tree: Folder, closed: ReadonlySet<string>, depth = 0): TreeRow[] {
  return [
    ...tree.folders.flatMap((child): TreeRow[] => {
      const open = !closed.has(child.path);
      const row = { is: "folder", path: child.path, name: child.name, depth, open } as const;
      return [row, ...(open ? rowsOf(child, closed, depth + 1) : [])];
    }),
    ...tree.files.map((file): TreeRow => ({ is: "file", path: file.path, depth, file })),
  ];
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a write would lose what somebody made by hand. */
export function isHandMade({ change }: PlannedFile): boolean {
  return change === "edited" || change === "foreign" || change === "orphaned";
}

/** What would happen to a file, in a word or two. */
export const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  new: "new",
  changed: "changed",
  same: "up to date",
  edited: "edited by hand",
  foreign: "not written by Baton",
  removed: "will be deleted",
  orphaned: "edited, no longer needed",
};

/** One sign for each, for those who do not tell the colours apart. */
export const CHANGE_SIGNS: Readonly<Record<Change, string>> = {
  new: "+",
  changed: "~",
  same: "",
  edited: "!",
  foreign: "!",
  removed: "−",
  orphaned: "!",
};

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
