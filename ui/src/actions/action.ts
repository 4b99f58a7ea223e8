/** An action is one object that menu, palette, button and shortcut share. */
import type { Icon } from "../components/icon";

export interface Action {
  readonly id: string;
  readonly title: string;
  readonly group: "Edit" | "Add" | "View" | "Registry" | "Go to";
  readonly icon: Icon;
  /** For example `Mod+Shift+Z`; `Mod` is Ctrl, or Cmd on a Mac. */
  readonly shortcut?: string;
  /** Further keys for the same thing, not shown. */
  readonly alsoKeys?: readonly string[];
  readonly enabled: () => boolean;
  readonly perform: () => void;
}

const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

const SYMBOLS: Record<string, string> = isMac
  ? { Mod: "⌘", Shift: "⇧", Alt: "⌥" }
  : { Mod: "Ctrl", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };

/** The keys of a shortcut, one word each, as people of this platform write them. */
export function keysOf(shortcut: string): string[] {
  if (shortcut === "+") return ["+"];
  return shortcut.split("+").map((key) => SYMBOLS[key] ?? key);
}

export function shortcutText(action: Action): string | undefined {
  return action.shortcut ? keysOf(action.shortcut).join(isMac ? "" : "+") : undefined;
}

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Whether a key press is the shortcut. Signs that need Shift on some keyboards match with or without it. */
export function matches(shortcut: string, press: KeyPress): boolean {
  const parts = shortcut.split("+");
  // The plus sign is a key too: "+" and "Mod++".
  const key = parts[parts.length - 1] || "+";
  const mod = parts.includes("Mod");
  const pressed = press.ctrlKey || press.metaKey;
  if (press.altKey || mod !== pressed || key.toLowerCase() !== press.key.toLowerCase())
    return false;
  const sign = key.length === 1 && !/[a-z0-9]/i.test(key);
  return sign || parts.includes("Shift") === press.shiftKey;
}
