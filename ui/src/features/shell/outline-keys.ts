/** What the keys do in the outline: the habits of a tree, with the selection following the cursor. */
import type { KeyboardEvent } from "react";
import { type OutlineRow, typedRow } from "./outline-tree";

export type OutlineStep =
  /** `select`: alone, beside what is selected, or not at all. */
  | { readonly go: number; readonly select: "alone" | "too" | "not" }
  | { readonly fold: string; readonly open: boolean }
  | { readonly do: "rename" | "toggle" };

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** `typed` is what was typed of a name so far, this key included. */
export function stepOf(
  press: Press,
  rows: readonly OutlineRow[],
  cursor: number,
  typed: string,
): OutlineStep | null {
  if (press.altKey) return null;
  const command = press.ctrlKey || press.metaKey;
  const select = command ? "not" : press.shiftKey ? "too" : "alone";
  const row = rows[cursor];
  const go = (to: number): OutlineStep | null =>
    rows[to] === undefined ? null : { go: to, select };
  switch (press.key) {
    case "ArrowDown":
      return go(Math.min(rows.length - 1, cursor + 1));
    case "ArrowUp":
      return go(Math.max(0, cursor - 1));
    case "Home":
      return go(0);
    case "End":
      return go(rows.length - 1);
    case "ArrowRight":
      if (!row || row.node.children.length === 0) return null;
      return row.open ? go(cursor + 1) : { fold: row.node.key, open: true };
    case "ArrowLeft":
      if (row?.open && row.node.children.length > 0) return { fold: row.node.key, open: false };
      return go(rows.findIndex(({ node }) => node.key === row?.node.parent));
    case "Enter":
      return row?.node.is === "box" ? { do: "rename" } : go(cursor);
    case " ":
      return { do: "toggle" };
    default:
      return command || press.key.length > 1 ? null : go(typedRow(rows, cursor, typed));
  }
}
