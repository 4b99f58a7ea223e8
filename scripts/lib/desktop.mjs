// What the scripts know about the desktop's program.

/** Embeds `ui/dist` in the program; without it the window loads the development server's address. */
export const desktopFeatures = "tauri/custom-protocol";

/** True where a window can be opened. */
export function hasDisplay(environment = process.env, platform = process.platform) {
  return platform !== "linux" || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}
