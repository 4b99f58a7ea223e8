import { ChevronDown, ChevronRight, FileText, Folder as FolderIcon } from "lucide-react";
import { useMemo, useState } from "react";
import type { Change, PlannedFile } from "../../platform";
import { type Folder, fileName, treeOf } from "./tree";

const WORDS: Record<Change, string> = {
  new: "new",
  changed: "changed",
  same: "up to date",
  edited: "edited by hand",
  foreign: "not written by Baton",
  removed: "will be deleted",
  orphaned: "edited, no longer needed",
};

export function FileTree({ files }: { readonly files: readonly PlannedFile[] }) {
  const tree = useMemo(() => treeOf(files), [files]);
  return (
    <ul className="file-tree" aria-label="Files to write">
      <Contents folder={tree} depth={0} />
    </ul>
  );
}

function Contents({ folder, depth }: { readonly folder: Folder; readonly depth: number }) {
  const indent = { paddingLeft: 8 + depth * 16 };
  return (
    <>
      {folder.folders.map((child) => (
        <FolderRow key={child.path} folder={child} depth={depth} />
      ))}
      {folder.files.map((file) => (
        <li
          key={file.path}
          className="file-tree__row"
          style={indent}
          title={`${file.path}, ${file.size} bytes`}
          data-testid={`file-${file.path}`}
        >
          <FileText size={13} aria-hidden />
          <span className="file-tree__name">{fileName(file.path)}</span>
          <span className={`file-tree__change file-tree__change--${file.change}`}>
            {WORDS[file.change]}
          </span>
        </li>
      ))}
    </>
  );
}

function FolderRow({ folder, depth }: { readonly folder: Folder; readonly depth: number }) {
  const [open, setOpen] = useState(true);
  return (
    <li>
      <button
        type="button"
        className="file-tree__row file-tree__folder"
        style={{ paddingLeft: 8 + depth * 16 }}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
        <FolderIcon size={13} aria-hidden />
        <span className="file-tree__name">{folder.name}</span>
      </button>
      {open && (
        <ul>
          <Contents folder={folder} depth={depth + 1} />
        </ul>
      )}
    </li>
  );
}
