/** Registries and files. */
import {
  FileDown,
  FolderOpen,
  FolderOutput,
  History,
  House,
  LayoutTemplate,
  Rewind,
  Server,
  SquareArrowOutUpRight,
  StepForward,
} from "lucide-react";
import { useDocument } from "../document/store";
import { chosenFolder, openFolder } from "../features/export/request";
import { backToNow, viewPast } from "../features/history/past";
import { importFiles } from "../features/import/import";
import { openRegistry } from "../features/start/registries";
import { session } from "../session/store";
import type { Action } from "./action";
import { always } from "./when";

/** Panels stand beside the drawing or the registry, not on the start page. */
const opened = () => !session.get().startOpen;

/** The revision before the one that is shown. */
const before = () => (session.get().past ?? useDocument.getState().revision) - 1;

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
    id: "connect-server",
    title: "Connect to a server",
    group: "File",
    icon: Server,
    enabled: always,
    perform: () => session.set({ connecting: { address: "", refusal: null } }),
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
    id: "open-export-folder",
    title: "Open the export folder",
    group: "File",
    icon: SquareArrowOutUpRight,
    enabled: () => opened() && chosenFolder() !== null,
    needs: "Choose a folder to export to first",
    perform: () => {
      const folder = chosenFolder();
      if (folder !== null) void openFolder(folder);
    },
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
  {
    id: "look-back",
    title: "Look at the state before the last edit",
    group: "File",
    icon: Rewind,
    shortcut: "Mod+Shift+H",
    inFields: true,
    enabled: () => opened() && before() > 0,
    needs: "Nothing was changed yet",
    perform: () => void viewPast(before()),
  },
  {
    id: "back-to-now",
    title: "Back to now",
    group: "File",
    icon: StepForward,
    enabled: () => session.get().past !== null,
    needs: "This is the present state",
    perform: () => void backToNow(),
  },
];
