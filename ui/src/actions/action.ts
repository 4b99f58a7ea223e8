/** An action is one object that menu, palette, button and shortcut share. */
import type { Icon } from "../components/icon";

/** In the order in which menus, palette and the list of shortcuts show them. */
export const ACTION_GROUPS = [
  "File",
  "Edit",
  "Add",
  "Handoff",
  "Arrange",
  "Contract",
  "View",
  "Go",
  "Help",
] as const;

export type ActionGroup = (typeof ACTION_GROUPS)[number];

export interface Action {
  readonly id: string;
  readonly title: string;
  readonly group: ActionGroup;
  readonly icon: Icon;
  /** For example `Mod+Shift+Z`; `Mod` is Ctrl, or Cmd on a Mac. */
  readonly shortcut?: string;
  /** Further keys for the same thing, not shown. */
  readonly alsoKeys?: readonly string[];
  /** Its keys work while a field has the focus. */
  readonly inFields?: boolean;
  readonly enabled: () => boolean;
  /** What is missing while it is not enabled, for example `Select a box first`. */
  readonly needs?: string;
  readonly perform: () => void;
}

export const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

const ARROWS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
const SYMBOLS: Record<string, string> = isMac
  ? { Mod: "⌘", Shift: "⇧", Alt: "⌥", ...ARROWS }
  : { Mod: "Ctrl", ...ARROWS };

/** The keys of a shortcut, one word each, as people of this platform write them. */
export function keysOf(shortcut: string): string[] {
  return partsOf(shortcut).map((key) => SYMBOLS[key] ?? key);
}

export function shortcutText(action: Action): string | undefined {
  return action.shortcut ? keysOf(action.shortcut).join(isMac ? "" : "+") : undefined;
}

/** Modifiers and the key last. The plus sign is a key too: "+" and "Mod++". */
function partsOf(shortcut: string): string[] {
  if (shortcut === "+") return ["+"];
  return shortcut.endsWith("++") ? [...shortcut.slice(0, -2).split("+"), "+"] : shortcut.split("+");
}

export interface KeyPress {
  readonly key: string;
  /** The key's place on the keyboard: with Alt a Mac types another letter. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Whether a key press is the shortcut. Signs that need Shift on some keyboards match with or without it. */
export function matches(shortcut: string, press: KeyPress): boolean {
  const parts = partsOf(shortcut);
  const key = parts[parts.length - 1] ?? "";
  const mod = parts.includes("Mod");
  const pressed = press.ctrlKey || press.metaKey;
  if (parts.includes("Alt") !== press.altKey || mod !== pressed) return false;
  if (!isKey(key, press)) return false;
  const sign = key.length === 1 && !/[a-z0-9]/i.test(key);
  return sign || parts.includes("Shift") === press.shiftKey;
}

function isKey(key: string, press: KeyPress): boolean {
  if (key.toLowerCase() === press.key.toLowerCase()) return true;
  return press.altKey && /^[A-Z]$/.test(key) && press.code === `Key${key}`;
}
