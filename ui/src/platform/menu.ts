/** The application's native menu: what stands in it comes as data, what was chosen goes back as an id. */
import { isTauri } from "@tauri-apps/api/core";
import {
  Menu,
  MenuItem,
  type MenuItemOptions,
  PredefinedMenuItem,
  type PredefinedMenuItemOptions,
  Submenu,
} from "@tauri-apps/api/menu";

export type NativeMenuRow =
  | {
      readonly row: "item";
      readonly id: string;
      readonly text: string;
      readonly enabled: boolean;
      /** A key of the system's menu; it takes the key away from the window. */
      readonly accelerator: string | null;
    }
  | { readonly row: "system"; readonly item: PredefinedMenuItemOptions["item"] };

export interface NativeSubmenu {
  readonly title: string;
  readonly rows: readonly NativeMenuRow[];
}

export interface NativeMenu {
  readonly setEnabled: (id: string, enabled: boolean) => Promise<void>;
}

/** Null outside of the desktop: a browser and tests have no menu. */
export async function installMenu(
  menus: readonly NativeSubmenu[],
  chosen: (id: string) => void,
): Promise<NativeMenu | null> {
  if (!isTauri()) return null;
  const items = new Map<string, MenuItem>();
  const made = async (row: NativeMenuRow) => {
    if (row.row === "system") return PredefinedMenuItem.new({ item: row.item });
    const { id, text, enabled, accelerator } = row;
    const options: MenuItemOptions = { id, text, enabled, action: chosen };
    const item = await MenuItem.new(accelerator ? { ...options, accelerator } : options);
    items.set(id, item);
    return item;
  };
  const submenus = menus.map(async ({ title, rows }) =>
    Submenu.new({ text: title, items: await Promise.all(rows.map(made)) }),
  );
  const menu = await Menu.new({ items: await Promise.all(submenus) });
  await menu.setAsAppMenu();
  return {
    setEnabled: async (id, enabled) => {
      await items.get(id)?.setEnabled(enabled);
    },
  };
}
