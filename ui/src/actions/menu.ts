/** The native menu, made of the actions: its rows, and what can be done kept in step with the window. */
import { useDocument } from "../document/store";
import { installMenu, type NativeMenuRow, type NativeSubmenu } from "../platform/menu";
import { useSession } from "../session/store";
import { ACTION_GROUPS, type Action, isMac, shortcutText } from "./action";
import { ACTIONS } from "./all";

/** What a Mac's text fields need of the Edit menu, in place of our own actions of that meaning. */
const OF_SYSTEM: Readonly<Record<string, "Cut" | "Copy" | "Paste" | "SelectAll">> = {
  cut: "Cut",
  copy: "Copy",
  paste: "Paste",
  "select-all": "SelectAll",
};

export type Desktop = "mac" | "windows" | "linux";

function thisDesktop(): Desktop {
  if (isMac) return "mac";
  return /Win/.test(navigator.platform) ? "windows" : "linux";
}

export function menusOf(actions: readonly Action[], desktop: Desktop): NativeSubmenu[] {
  const mac = desktop === "mac";
  const menus = ACTION_GROUPS.map((group): NativeSubmenu => {
    const own = actions.filter((each) => each.group === group);
    return { title: group, rows: own.map((each) => rowOf(each, mac)) };
  }).filter((menu) => menu.rows.length > 0);
  const quit: NativeMenuRow[] = [
    { row: "system", item: "Separator" },
    { row: "system", item: "Quit" },
  ];
  // GTK has no item of its own that quits.
  if (desktop === "linux") return menus;
  if (desktop === "windows")
    return menus.map((menu) =>
      menu.title === "File" ? { ...menu, rows: [...menu.rows, ...quit] } : menu,
    );
  const about: NativeMenuRow[] = [
    { row: "system", item: { About: null } },
    { row: "system", item: "Separator" },
    { row: "system", item: "Hide" },
    { row: "system", item: "HideOthers" },
  ];
  return [{ title: "Baton", rows: [...about, ...quit] }, ...menus];
}

function rowOf(action: Action, mac: boolean): NativeMenuRow {
  const system = mac ? OF_SYSTEM[action.id] : undefined;
  if (system) return { row: "system", item: system };
  const keys = shortcutText(action);
  const accelerator = mac ? acceleratorOf(action) : null;
  return {
    row: "item",
    id: action.id,
    // An accelerator of GTK and Windows would take its keys from text fields; there the keys are only told.
    text: keys && accelerator === null ? `${action.title}    ${keys}` : action.title,
    enabled: action.enabled(),
    accelerator,
  };
}

/** Only keys with Cmd: the window's other keys are letters that people also type. */
function acceleratorOf({ shortcut }: Action): string | null {
  return shortcut?.includes("Mod+") ? shortcut.replace("Mod", "Cmd").replace("++", "+Plus") : null;
}

const THROTTLE_MS = 250;

/** Builds the menu and keeps it in step until stopped. Nothing happens outside of the desktop. */
export function followMenu(): () => void {
  let stopped = false;
  let stop = () => {};
  // Everything that stands in the menu is in the window too, so that it works without one.
  const installed = installMenu(menusOf(ACTIONS, thisDesktop()), perform).catch(() => null);
  void installed.then((menu) => {
    if (!menu || stopped) return;
    const shown = new Map(ACTIONS.map((each) => [each.id, each.enabled()]));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = () => {
      timer = undefined;
      for (const { id, enabled } of ACTIONS) {
        const now = enabled();
        if (shown.get(id) === now) continue;
        shown.set(id, now);
        void menu.setEnabled(id, now);
      }
    };
    const soon = () => {
      timer ??= setTimeout(update, THROTTLE_MS);
    };
    const stops = [useSession.subscribe(soon), useDocument.subscribe(soon)];
    stop = () => {
      clearTimeout(timer);
      for (const each of stops) each();
    };
  });
  return () => {
    stopped = true;
    stop();
  };
}

function perform(id: string): void {
  // What is being typed is taken back first, as everywhere on a Mac.
  const { activeElement } = document;
  const typing = activeElement?.matches("input, textarea") === true;
  if (typing && (id === "undo" || id === "redo")) {
    document.execCommand(id);
    return;
  }
  const found = ACTIONS.find((each) => each.id === id);
  if (found?.enabled()) found.perform();
}
