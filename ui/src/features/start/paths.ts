/** Files as people name them. */

export interface NamedFile {
  /** Without folder and ending. */
  readonly name: string;
  readonly folder: string;
}

/** Reads paths of any system, and addresses of databases. */
export function namedFile(path: string): NamedFile {
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  const file = path.slice(cut + 1);
  const name = file.replace(/\.(baton|db|sqlite)$/iu, "");
  return { name: name || path, folder: path.slice(0, Math.max(0, cut)) };
}
