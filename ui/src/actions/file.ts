/** Registries and files. */
import { FileDown, FolderOpen, FolderOutput, History, House, LayoutTemplate } from "lucide-react";
import { importFiles } from "../features/import/import";
import { openRegistry } from "../features/start/registries";
import { session } from "../session/store";
import type { Action } from "./action";
import { always } from "./when";

/** Panels stand beside the drawing or the registry, not on the start page. */
const opened = () => !session.get().startOpen;

export const FILE_ACTIONS: readonly Action[] = [
  {
    id: "start",
    title: "Start page",
    group: "File",
    icon: House,
    enabled: always,
    perform: () => session.set({ startOpen: true }),
  },
  {
    id: "new-from-template",
    title: "New registry from a template",
    group: "File",
    icon: LayoutTemplate,
    enabled: always,
    perform: () => session.set({ startOpen: true }),
  },
  {
    id: "open-registry",
    title: "Open a registry",
    group: "File",
    icon: FolderOpen,
    shortcut: "Mod+O",
    enabled: always,
    perform: () => void openRegistry(),
  },
  {
    id: "import",
    title: "Import files",
    group: "File",
    icon: FileDown,
    enabled: always,
    perform: () => void importFiles(),
  },
  {
    id: "export",
    title: "Export to a folder",
    group: "File",
    icon: FolderOutput,
    shortcut: "Mod+E",
    inFields: true,
    enabled: opened,
    needs: "Leave the start page first",
    perform: () => session.show({ show: "export" }),
  },
  {
    id: "history",
    title: "History",
    group: "File",
    icon: History,
    shortcut: "Mod+H",
    inFields: true,
    enabled: opened,
    needs: "Leave the start page first",
    perform: () => session.show({ show: "history" }),
  },
];
