/** Long work that ends while nobody looks is told by a notification of the system. */
import { useEffect } from "react";
import { platform } from "../../platform";
import { useSession } from "../../session/store";

/** Whoever has waited shorter than this is still here. */
const LONG_MS = 10_000;

/** Tells it where it took long and the window is not the one that is worked in. */
export function tellFinished(title: string, body: string, beganAt: number): void {
  if (performance.now() - beganAt < LONG_MS || document.hasFocus()) return;
  // Without notifications it is seen when the window is looked at again.
  platform()
    .tellFinished(title, body)
    .catch(() => {});
}

/** Watches what runs in the background. */
export function useFinished(): void {
  useEffect(() => {
    const began = new Map<string, number>();
    return useSession.subscribe(({ run }, before) => {
      if (run?.id === before.run?.id) return;
      if (run) began.set(run.id, performance.now());
      const ended = before.run;
      if (!ended || ended.ends) return;
      const [title, body] =
        ended.steps === "changes"
          ? (["The improvements are found", "Baton has tried every change."] as const)
          : (["The simulation is done", "Its outcomes wait in the window."] as const);
      tellFinished(title, body, began.get(ended.id) ?? performance.now());
      began.delete(ended.id);
    });
  }, []);
}
