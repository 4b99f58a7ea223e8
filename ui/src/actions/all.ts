/** Every action of the window. */
import {
  Bot,
  CircleAlert,
  CircleCheck,
  CopyPlus,
  FileDown,
  FolderOpen,
  FolderOutput,
  Globe,
  History,
  House,
  Inbox,
  LayoutTemplate,
  Maximize,
  Moon,
  Network,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Pencil,
  PinOff,
  Redo2,
  Search,
  SquareDashed,
  StickyNote,
  Sun,
  SunMoon,
  Trash2,
  Undo2,
  UserRound,
  Wrench,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { isEmpty, NOTHING, selectionOf } from "../canvas/selection";
import { redo, undo } from "../document/commit";
import { useDocument } from "../document/store";
import { currentCanvas } from "../features/canvas/current";
import {
  beginNew,
  deleteSelection,
  duplicateSelection,
  unpinSelection,
} from "../features/canvas/intents";
import { goToNextFinding } from "../features/findings/go";
import { importFiles } from "../features/import/import";
import { openRegistry } from "../features/start/registries";
import { session, type Tool } from "../session/store";
import type { Action } from "./action";

const always = () => true;
const onCanvas = () => currentCanvas() !== null;
const selecting = () => onCanvas() && !isEmpty(session.get().selection);
const selectingBoxes = () => onCanvas() && session.get().selection.boxes.length > 0;

function adding(tool: Tool): () => void {
  return () => {
    const middle = currentCanvas()?.centre();
    if (middle) beginNew(tool, middle, null);
  };
}

export const ACTIONS: readonly Action[] = [
  {
    id: "undo",
    title: "Undo",
    group: "Edit",
    icon: Undo2,
    shortcut: "Mod+Z",
    enabled: () => useDocument.getState().canUndo,
    perform: () => void undo(),
  },
  {
    id: "redo",
    title: "Redo",
    group: "Edit",
    icon: Redo2,
    shortcut: "Mod+Shift+Z",
    alsoKeys: ["Mod+Y"],
    enabled: () => useDocument.getState().canRedo,
    perform: () => void redo(),
  },
  {
    id: "rename",
    title: "Rename",
    group: "Edit",
    icon: Pencil,
    shortcut: "F2",
    enabled: () => session.get().selection.boxes.length === 1,
    perform: renameSelected,
  },
  {
    id: "duplicate",
    title: "Duplicate",
    group: "Edit",
    icon: CopyPlus,
    shortcut: "Mod+D",
    enabled: selectingBoxes,
    perform: () => void duplicateSelection(),
  },
  {
    id: "delete",
    title: "Delete",
    group: "Edit",
    icon: Trash2,
    shortcut: "Delete",
    alsoKeys: ["Backspace"],
    enabled: selecting,
    perform: () => void deleteSelection(),
  },
  {
    id: "select-all",
    title: "Select all",
    group: "Edit",
    icon: SquareDashed,
    shortcut: "Mod+A",
    enabled: onCanvas,
    perform: selectAll,
  },
  {
    id: "unpin",
    title: "Let the layout place the selection",
    group: "Edit",
    icon: PinOff,
    enabled: selectingBoxes,
    perform: () => void unpinSelection(),
  },

  {
    id: "add-ai",
    title: "Add AI agent",
    group: "Add",
    icon: Bot,
    shortcut: "A",
    enabled: onCanvas,
    perform: adding({ make: "agent", kind: "ai" }),
  },
  {
    id: "add-supervisor",
    title: "Add supervisor",
    group: "Add",
    icon: Network,
    enabled: onCanvas,
    perform: adding({ make: "agent", kind: "supervisor" }),
  },
  {
    id: "add-human",
    title: "Add people",
    group: "Add",
    icon: UserRound,
    enabled: onCanvas,
    perform: adding({ make: "agent", kind: "human" }),
  },
  {
    id: "add-tool",
    title: "Add tool or MCP server",
    group: "Add",
    icon: Wrench,
    enabled: onCanvas,
    perform: adding({ make: "agent", kind: "tool" }),
  },
  {
    id: "add-external",
    title: "Add outside agent",
    group: "Add",
    icon: Globe,
    enabled: onCanvas,
    perform: adding({ make: "agent", kind: "external" }),
  },
  {
    id: "add-queue",
    title: "Add queue",
    group: "Add",
    icon: Inbox,
    enabled: onCanvas,
    perform: adding({ make: "agent", kind: "queue" }),
  },
  {
    id: "add-outcome",
    title: "Add outcome",
    group: "Add",
    icon: CircleCheck,
    enabled: onCanvas,
    perform: adding({ make: "outcome" }),
  },
  {
    id: "add-group",
    title: "Group the selection",
    group: "Add",
    icon: SquareDashed,
    shortcut: "Mod+G",
    enabled: selectingBoxes,
    perform: adding({ make: "group" }),
  },
  {
    id: "add-note",
    title: "Add note",
    group: "Add",
    icon: StickyNote,
    shortcut: "N",
    enabled: onCanvas,
    perform: adding({ make: "note" }),
  },

  {
    id: "fit",
    title: "Fit to window",
    group: "View",
    icon: Maximize,
    shortcut: "F",
    enabled: onCanvas,
    perform: () => currentCanvas()?.fitAll(),
  },
  {
    id: "zoom-in",
    title: "Zoom in",
    group: "View",
    icon: ZoomIn,
    shortcut: "+",
    alsoKeys: ["="],
    enabled: onCanvas,
    perform: () => currentCanvas()?.zoomBy(1.25),
  },
  {
    id: "zoom-out",
    title: "Zoom out",
    group: "View",
    icon: ZoomOut,
    shortcut: "-",
    enabled: onCanvas,
    perform: () => currentCanvas()?.zoomBy(1 / 1.25),
  },
  {
    id: "next-finding",
    title: "Go to the next finding",
    group: "View",
    icon: CircleAlert,
    shortcut: "F8",
    enabled: () => useDocument.getState().findings.length > 0,
    perform: goToNextFinding,
  },
  {
    id: "outline",
    title: "Show or hide the outline",
    group: "View",
    icon: PanelLeft,
    shortcut: "Mod+B",
    enabled: always,
    perform: () => session.toggle("outline"),
  },
  {
    id: "findings",
    title: "Show or hide findings",
    group: "View",
    icon: PanelBottom,
    shortcut: "Mod+J",
    enabled: always,
    perform: () => session.toggle("findings"),
  },
  {
    id: "inspector",
    title: "Show or hide the inspector",
    group: "View",
    icon: PanelRight,
    shortcut: "Mod+I",
    enabled: always,
    perform: () => session.toggle("inspector"),
  },
  {
    id: "theme-system",
    title: "Follow the system's appearance",
    group: "View",
    icon: SunMoon,
    enabled: always,
    perform: () => session.setTheme("system"),
  },
  {
    id: "theme-light",
    title: "Light appearance",
    group: "View",
    icon: Sun,
    enabled: always,
    perform: () => session.setTheme("light"),
  },
  {
    id: "theme-dark",
    title: "Dark appearance",
    group: "View",
    icon: Moon,
    enabled: always,
    perform: () => session.setTheme("dark"),
  },

  {
    id: "search",
    title: "Search agents, handoffs, contracts, teams",
    group: "Go to",
    icon: Search,
    shortcut: "/",
    enabled: always,
    perform: () => session.set({ palette: true }),
  },
  {
    id: "palette",
    title: "Command palette",
    group: "Go to",
    icon: Search,
    shortcut: "Mod+K",
    enabled: always,
    perform: () => session.set((state) => ({ palette: !state.palette })),
  },

  {
    id: "export",
    title: "Export to a folder",
    group: "Registry",
    icon: FolderOutput,
    shortcut: "Mod+E",
    enabled: onCanvas,
    perform: () => session.show({ show: "export" }),
  },
  {
    id: "history",
    title: "History",
    group: "Registry",
    icon: History,
    shortcut: "Mod+H",
    enabled: onCanvas,
    perform: () => session.show({ show: "history" }),
  },
  {
    id: "import",
    title: "Import files",
    group: "Registry",
    icon: FileDown,
    enabled: always,
    perform: () => void importFiles(),
  },
  {
    id: "open-registry",
    title: "Open a registry",
    group: "Registry",
    icon: FolderOpen,
    shortcut: "Mod+O",
    enabled: always,
    perform: () => void openRegistry(),
  },
  {
    id: "start",
    title: "Start page",
    group: "Registry",
    icon: House,
    enabled: always,
    perform: () => session.set({ startOpen: true }),
  },
  {
    id: "new-from-template",
    title: "New registry from a template",
    group: "Registry",
    icon: LayoutTemplate,
    enabled: always,
    perform: () => session.set({ startOpen: true }),
  },
];

const BY_ID = new Map(ACTIONS.map((action) => [action.id, action]));

export function action(id: string): Action {
  const found = BY_ID.get(id);
  if (!found) throw new Error(`There is no action ${id}.`);
  return found;
}

function renameSelected(): void {
  const [box] = session.get().selection.boxes;
  if (box) session.set({ renaming: box });
}

function selectAll(): void {
  const scene = currentCanvas()?.scene;
  session.select(
    scene
      ? selectionOf(
          [...scene.boxes.keys()],
          [...scene.edges.values()].flatMap((e) => (e.kind === "handoff" ? [e.id] : [])),
        )
      : NOTHING,
  );
}
