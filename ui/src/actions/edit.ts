/** Taking back, copying, deleting, selecting. */
import {
  BoxSelect,
  ClipboardCopy,
  ClipboardPaste,
  ClipboardType,
  Copy,
  CopyPlus,
  Crosshair,
  Menu,
  Pencil,
  Redo2,
  Scissors,
  SquareDashedMousePointer,
  Trash2,
  Undo2,
  UsersRound,
  Waypoints,
} from "lucide-react";
import { redo, undo } from "../document/commit";
import { lockNow } from "../document/lock";
import { useDocument } from "../document/store";
import {
  copySelection,
  cutSelection,
  duplicateSelection,
  paste,
} from "../features/canvas/clipboard";
import { openMenu } from "../features/canvas/context-menu-rows";
import { deleteSelection } from "../features/canvas/intents";
import {
  invertSelection,
  selectAll,
  selectConnected,
  selectNothing,
  selectSameOwner,
} from "../features/canvas/selecting";
import { session } from "../session/store";
import type { Action } from "./action";
import { drawing, editing, editingBoxes, selectedBoxes, selecting } from "./when";

export const EDIT_ACTIONS: readonly Action[] = [
  {
    id: "undo",
    title: "Undo",
    group: "Edit",
    icon: Undo2,
    shortcut: "Mod+Z",
    enabled: () => useDocument.getState().canUndo && lockNow() === null,
    needs: "There is nothing to undo",
    perform: () => void undo(),
  },
  {
    id: "redo",
    title: "Redo",
    group: "Edit",
    icon: Redo2,
    shortcut: "Mod+Shift+Z",
    alsoKeys: ["Mod+Y"],
    enabled: () => useDocument.getState().canRedo && lockNow() === null,
    needs: "There is nothing to redo",
    perform: () => void redo(),
  },
  {
    id: "cut",
    title: "Cut",
    group: "Edit",
    icon: Scissors,
    shortcut: "Mod+X",
    enabled: () => editing() && selecting(),
    needs: "Select something first",
    perform: () => void cutSelection(),
  },
  {
    id: "copy",
    title: "Copy",
    group: "Edit",
    icon: Copy,
    shortcut: "Mod+C",
    enabled: selecting,
    needs: "Select something first",
    perform: () => void copySelection(),
  },
  {
    id: "paste",
    title: "Paste",
    group: "Edit",
    icon: ClipboardPaste,
    shortcut: "Mod+V",
    enabled: () => editing() && session.get().clip !== null,
    needs: "Copy something first",
    perform: () => void paste(false),
  },
  {
    id: "paste-copies",
    title: "Paste as copies",
    group: "Edit",
    icon: ClipboardCopy,
    shortcut: "Mod+Shift+V",
    enabled: () => editing() && session.get().clip !== null,
    needs: "Copy something first",
    perform: () => void paste(true),
  },
  {
    id: "paste-text",
    title: "Paste from elsewhere …",
    group: "Edit",
    icon: ClipboardType,
    enabled: editing,
    perform: () => session.show({ show: "paste", text: "", at: null }),
  },
  {
    id: "duplicate",
    title: "Duplicate",
    group: "Edit",
    icon: CopyPlus,
    shortcut: "Mod+D",
    enabled: editingBoxes,
    needs: "Select a box first",
    perform: () => void duplicateSelection(),
  },
  {
    id: "rename",
    title: "Rename",
    group: "Edit",
    icon: Pencil,
    shortcut: "F2",
    alsoKeys: ["Enter"],
    enabled: () => editing() && renamable() !== null,
    needs: "Select one box first",
    perform: () => session.set({ renaming: renamable() }),
  },
  {
    id: "delete",
    title: "Delete",
    group: "Edit",
    icon: Trash2,
    shortcut: "Delete",
    alsoKeys: ["Backspace"],
    enabled: () => editing() && selecting(),
    needs: "Select something first",
    perform: () => void deleteSelection(),
  },
  {
    id: "select-all",
    title: "Select all",
    group: "Edit",
    icon: SquareDashedMousePointer,
    shortcut: "Mod+A",
    enabled: drawing,
    perform: selectAll,
  },
  {
    id: "select-none",
    title: "Select nothing",
    group: "Edit",
    icon: Crosshair,
    shortcut: "Mod+Shift+A",
    enabled: selecting,
    needs: "Nothing is selected",
    perform: selectNothing,
  },
  {
    id: "select-inverse",
    title: "Select everything else",
    group: "Edit",
    icon: BoxSelect,
    enabled: selecting,
    needs: "Select something first",
    perform: invertSelection,
  },
  {
    id: "select-connected",
    title: "Select what is connected",
    group: "Edit",
    icon: Waypoints,
    shortcut: "Shift+C",
    enabled: selecting,
    needs: "Select something first",
    perform: selectConnected,
  },
  {
    id: "select-same-owner",
    title: "Select all of the same owner",
    group: "Edit",
    icon: UsersRound,
    enabled: () => selectedBoxes().some((key) => key.startsWith("agent:")),
    needs: "Select an agent first",
    perform: selectSameOwner,
  },
  {
    id: "context-menu",
    title: "Menu of the selection",
    group: "Edit",
    icon: Menu,
    shortcut: "Shift+F10",
    alsoKeys: ["ContextMenu"],
    enabled: drawing,
    perform: openMenu,
  },
];

const NAMED = ["agent:", "outcome:", "group:", "note:"];

/** The one box selected, if it has a name of its own. */
function renamable(): string | null {
  const [box, ...more] = selectedBoxes();
  return box && more.length === 0 && NAMED.some((kind) => box.startsWith(kind)) ? box : null;
}
