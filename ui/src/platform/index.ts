/** The one place that the rest of the window reaches the desktop through. */
import type { Platform } from "./platform";
import { tauriPlatform } from "./tauri";

export type * from "./bindings";
export { PackedDrawing } from "./drawing";
export {
  asPlatformError,
  type Platform,
  PlatformError,
  type RegistryNews,
  type Stop,
} from "./platform";

let current: Platform = tauriPlatform;

export function platform(): Platform {
  return current;
}

/** Puts a stand-in in place of the desktop; for tests. */
export function replacePlatform(other: Platform): void {
  current = other;
}
