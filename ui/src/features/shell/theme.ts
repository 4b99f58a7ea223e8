/** Dark or light, how dense and how large: the user's choice, else the system's, as attributes that the tokens follow. */
import { useEffect, useSyncExternalStore } from "react";
import { useSession } from "../../session/store";

const query = "(prefers-color-scheme: dark)";

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

/** Whether the window is dark at the moment. */
export function useDark(): boolean {
  const theme = useSession((state) => state.theme);
  const system = useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
  return theme === "system" ? system : theme === "dark";
}

export function useTheme(): void {
  const dark = useDark();
  const textSize = useSession((state) => state.textSize);
  const density = useSession((state) => state.density);
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }, [dark]);
  useEffect(() => {
    document.documentElement.style.fontSize = `${textSize}%`;
  }, [textSize]);
}

/** Pixels on screen for one pixel at the usual text size. */
export function useScale(): number {
  return useSession((state) => state.textSize / 100);
}

function onApplied(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** The appearance whose tokens are in force; it follows the choice by a moment. */
export function useAppliedTheme(): string | undefined {
  return useSyncExternalStore(onApplied, () => document.documentElement.dataset.theme);
}
