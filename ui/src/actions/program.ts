/** The program as a whole: settings, copies, windows, links, help. */
import {
  AppWindow,
  ArchiveRestore,
  BookOpen,
  CopyPlus,
  GraduationCap,
  Link,
  ScrollText,
  Settings,
} from "lucide-react";
import { backUp } from "../features/backups/use-backups";
import { copyLink } from "../features/shell/link";
import { anotherWindow, linkable } from "../features/shell/windows";
import { startTour, tourIsHere } from "../features/tour/tour";
import { session } from "../session/store";
import type { Action } from "./action";
import { always } from "./when";

const opened = () => !session.get().startOpen;
const LEAVE = "Leave the start page first";

export const PROGRAM_ACTIONS: readonly Action[] = [
  {
    id: "new-window",
    title: "New window",
    group: "File",
    icon: AppWindow,
    shortcut: "Mod+Shift+N",
    inFields: true,
    enabled: always,
    perform: () => void anotherWindow(),
  },
  {
    id: "back-up",
    title: "Copy the registry now",
    group: "File",
    icon: CopyPlus,
    enabled: always,
    perform: () => void backUp(),
  },
  {
    id: "backups",
    title: "Restore a copy of the registry",
    group: "File",
    icon: ArchiveRestore,
    enabled: opened,
    needs: LEAVE,
    perform: () => session.show({ show: "backups" }),
  },
  {
    id: "settings",
    title: "Settings",
    group: "File",
    icon: Settings,
    shortcut: "Mod+,",
    inFields: true,
    enabled: opened,
    needs: LEAVE,
    perform: () => session.show({ show: "settings" }),
  },
  {
    id: "copy-link",
    title: "Copy a link to this",
    group: "Edit",
    icon: Link,
    shortcut: "Mod+L",
    enabled: () => linkable() !== null,
    needs: "Select one thing, or open its page",
    perform: () => {
      const key = linkable();
      if (key) void copyLink(key);
    },
  },
  {
    id: "documentation",
    title: "Documentation",
    group: "Help",
    icon: BookOpen,
    shortcut: "Shift+F1",
    enabled: always,
    perform: () => session.set({ docs: { page: "guide", heading: null } }),
  },
  {
    id: "terms",
    title: "What the words mean",
    group: "Help",
    icon: BookOpen,
    enabled: always,
    perform: () => session.set({ docs: { page: "terms", heading: null } }),
  },
  {
    id: "tour",
    title: "Guided sample",
    group: "Help",
    icon: GraduationCap,
    enabled: tourIsHere,
    needs: "Open the sample registry first",
    perform: startTour,
  },
  {
    id: "log",
    title: "Log of what Baton did",
    group: "Help",
    icon: ScrollText,
    enabled: opened,
    needs: LEAVE,
    perform: () => session.show({ show: "log" }),
  },
];
