/** The files of an export by folder, with what happens to each; choosing one shows its differences. */
import { ChevronDown, ChevronRight, FileText, Folder as FolderIcon } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { VirtualRows } from "../../components/virtual-rows";
import type { PlannedFile } from "../../platform";
import { session, useSession } from "../../session/store";
import { CHANGE_SIGNS, CHANGE_WORDS, fileName, rowsOf, type TreeRow, treeOf } from "./tree";

const ROW_PX = 26;
const INDENT_REM = 1;
const keyOf = ({ path }: TreeRow) => path;
const heightOf = () => ROW_PX;

export function FileTree({ files }: { readonly files: readonly PlannedFile[] }) {
  const tree = useMemo(() => treeOf(files), [files]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOf(tree, closed), [tree, closed]);
  const shown = useSession(({ dock }) => (dock.show === "export" ? dock.file : undefined));
  const [at, setAt] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const cursor = Math.max(
    0,
    rows.findIndex(({ path }) => path === (at ?? shown)),
  );

  const fold = (path: string, open: boolean) =>
    setClosed((before) => {
      const after = new Set(before);
      if (open) after.delete(path);
      else after.add(path);
      return after;
    });
  const choose = (row: TreeRow) => {
    setAt(row.path);
    if (row.is === "folder") fold(row.path, !row.open);
    else session.show({ show: "export", file: row.path });
  };
  const move = (to: number) => {
    const row = rows[to];
    if (!row) return;
    setAt(row.path);
    // The row is in the document with the next frame at the latest.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[cursor];
    if (!row) return;
    if (event.key === "ArrowDown") move(cursor + 1);
    else if (event.key === "ArrowUp") move(cursor - 1);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(rows.length - 1);
    else if (event.key === "ArrowRight" && row.is === "folder") fold(row.path, true);
    else if (event.key === "ArrowLeft" && row.is === "folder") fold(row.path, false);
    else if (event.key === "Enter" || event.key === " ") choose(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={list}
      className="file-tree"
      style={{ height: `min(${(rows.length * ROW_PX) / 16}rem, 50vh)` }}
    >
      <VirtualRows
        items={rows}
        keyOf={keyOf}
        estimate={heightOf}
        cursor={at === null ? -1 : cursor}
        role="tree"
        aria-label="Files to write. Enter shows what changes in one."
        onKeyDown={onKeyDown}
        row={(row, i) => (
          <Row
            row={row}
            cursor={i === cursor}
            shown={row.path === shown}
            onChoose={() => choose(row)}
          />
        )}
      />
    </div>
  );
}

interface RowProps {
  readonly row: TreeRow;
  readonly cursor: boolean;
  readonly shown: boolean;
  readonly onChoose: () => void;
}

function Row({ row, cursor, shown, onChoose }: RowProps) {
  const folder = row.is === "folder";
  return (
    <div
      role="treeitem"
      tabIndex={cursor ? 0 : -1}
      aria-level={row.depth + 1}
      aria-expanded={folder ? row.open : undefined}
      aria-selected={shown}
      className="file-tree__row"
      style={{ paddingLeft: `${0.5 + row.depth * INDENT_REM}rem` }}
      title={folder ? undefined : `${row.path}, ${row.file.size} bytes`}
      data-testid={folder ? undefined : `file-${row.path}`}
      onClick={onChoose}
      // The tree answers the keys of all its rows.
      onKeyDown={() => {}}
    >
      {row.is === "folder" ? <FolderWords row={row} /> : <FileWords file={row.file} />}
    </div>
  );
}

function FolderWords({ row }: { readonly row: Extract<TreeRow, { is: "folder" }> }) {
  const Fold = row.open ? ChevronDown : ChevronRight;
  return (
    <>
      <Fold size={13} aria-hidden />
      <FolderIcon size={13} aria-hidden />
      <span className="file-tree__name">{row.name}</span>
    </>
  );
}

function FileWords({ file: { path, change } }: { readonly file: PlannedFile }) {
  return (
    <>
      <FileText size={13} aria-hidden />
      <span className="file-tree__name">{fileName(path)}</span>
      <span className={`file-tree__change file-tree__change--${change}`}>
        <span aria-hidden>{CHANGE_SIGNS[change]}</span> {CHANGE_WORDS[change]}
      </span>
    </>
  );
}
