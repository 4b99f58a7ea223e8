/** Grouping, lining up, spreading, pinning. */
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  ChevronsDownUp,
  ChevronsUpDown,
  Group,
  LayoutDashboard,
  LogOut,
  Pin,
  PinOff,
  SquareArrowRightEnter,
  Ungroup,
} from "lucide-react";
import type { Alignment, Axis } from "../canvas/arrange";
import type { Icon } from "../components/icon";
import { groupOf } from "../document/groups";
import { recordsOf, useDocument } from "../document/store";
import {
  align,
  arrangeable,
  distribute,
  foldAll,
  foldOfSelection,
  foldSelection,
  groupsToFold,
  layOutAgain,
  pinSelection,
  pinsOfSelection,
  putIntoGroup,
  ungroupSelection,
  unpinSelection,
} from "../features/canvas/arranging";
import { beginTool } from "../features/canvas/making";
import { session } from "../session/store";
import type { Action } from "./action";
import { editing, editingBoxes, selectedBoxes } from "./when";

const aligning = (how: Alignment, title: string, icon: Icon, shortcut: string): Action => ({
  id: `align-${how}`,
  title,
  group: "Arrange",
  icon,
  shortcut,
  enabled: () => editing() && arrangeable().length > 1,
  needs: "Select two boxes or more",
  perform: () => void align(how),
});

const distributing = (axis: Axis, title: string, icon: Icon, shortcut: string): Action => ({
  id: `distribute-${axis}`,
  title,
  group: "Arrange",
  icon,
  shortcut,
  enabled: () => editing() && arrangeable().length > 2,
  needs: "Select three boxes or more",
  perform: () => void distribute(axis),
});

export const ARRANGE_ACTIONS: readonly Action[] = [
  {
    id: "add-group",
    title: "Group the selection",
    group: "Arrange",
    icon: Group,
    shortcut: "Mod+G",
    enabled: editingBoxes,
    needs: "Select boxes first",
    perform: () => beginTool({ make: "group" }),
  },
  {
    id: "ungroup",
    title: "Ungroup",
    group: "Arrange",
    icon: Ungroup,
    shortcut: "Mod+Shift+G",
    enabled: () => editing() && foldOfSelection() !== "none",
    needs: "Select a group first",
    perform: () => void ungroupSelection(),
  },
  {
    id: "collapse",
    title: "Collapse group",
    group: "Arrange",
    icon: ChevronsDownUp,
    shortcut: "[",
    enabled: () => editing() && foldOfSelection() === "open",
    needs: "Select an open group first",
    perform: () => void foldSelection(true),
  },
  {
    id: "expand",
    title: "Expand group",
    group: "Arrange",
    icon: ChevronsUpDown,
    shortcut: "]",
    enabled: () => editing() && foldOfSelection() === "closed",
    needs: "Select a collapsed group first",
    perform: () => void foldSelection(false),
  },
  {
    id: "collapse-all",
    title: "Collapse all groups",
    group: "Arrange",
    icon: ChevronsDownUp,
    enabled: () => editing() && groupsToFold(true).length > 0,
    needs: "No group of the drawing is open",
    perform: () => void foldAll(true),
  },
  {
    id: "expand-all",
    title: "Expand all groups",
    group: "Arrange",
    icon: ChevronsUpDown,
    enabled: () => editing() && groupsToFold(false).length > 0,
    needs: "No group of the drawing is collapsed",
    perform: () => void foldAll(false),
  },
  {
    id: "into-group",
    title: "Put into a group …",
    group: "Arrange",
    icon: SquareArrowRightEnter,
    enabled: () => editingBoxes() && hasGroups(),
    needs: "Select boxes first",
    perform: () => session.set({ question: { ask: "group", boxes: selectedBoxes() } }),
  },
  {
    id: "out-of-group",
    title: "Take out of its group",
    group: "Arrange",
    icon: LogOut,
    enabled: () => editing() && selectedBoxes().some(isInGroup),
    needs: "Select a box in a group first",
    perform: () => void putIntoGroup(selectedBoxes(), null),
  },
  aligning("left", "Align left edges", AlignStartVertical, "Alt+A"),
  aligning("centre", "Align centres", AlignCenterVertical, "Alt+H"),
  aligning("right", "Align right edges", AlignEndVertical, "Alt+D"),
  aligning("top", "Align top edges", AlignStartHorizontal, "Alt+W"),
  aligning("middle", "Align middles", AlignCenterHorizontal, "Alt+V"),
  aligning("bottom", "Align bottom edges", AlignEndHorizontal, "Alt+S"),
  distributing("horizontal", "Distribute horizontally", AlignHorizontalSpaceBetween, "Alt+Shift+H"),
  distributing("vertical", "Distribute vertically", AlignVerticalSpaceBetween, "Alt+Shift+V"),
  {
    id: "pin",
    title: "Pin the selection where it is",
    group: "Arrange",
    icon: Pin,
    shortcut: "Shift+P",
    enabled: () => editingBoxes() && pinsOfSelection().free > 0,
    needs: "Select boxes that are not pinned",
    perform: () => void pinSelection(),
  },
  {
    id: "unpin",
    title: "Tidy: let the layout place the selection",
    group: "Arrange",
    icon: PinOff,
    shortcut: "Shift+T",
    enabled: () => editingBoxes() && pinsOfSelection().pinned > 0,
    needs: "Select pinned boxes first",
    perform: () => void unpinSelection(),
  },
  {
    id: "lay-out-again",
    title: "Lay out everything again",
    group: "Arrange",
    icon: LayoutDashboard,
    shortcut: "Mod+Shift+L",
    enabled: editing,
    perform: layOutAgain,
  },
];

function hasGroups(): boolean {
  const { topology } = session.get();
  return [...recordsOf(useDocument.getState(), "group").values()].some(
    ({ record }) => record.topology === topology,
  );
}

function isInGroup(key: string): boolean {
  const { topology } = session.get();
  return topology !== null && groupOf(useDocument.getState(), topology, key) !== null;
}
