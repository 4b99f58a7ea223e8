/** Says that only a neighbourhood is shown in full, how wide it is, and how to leave. */
import { X } from "lucide-react";
import { IconButton } from "../../components/button";
import { useScene } from "../../document/use-scene";
import { session, useSession } from "../../session/store";
import { leaveFocus } from "./selecting";

export const HOPS = [1, 2, 3] as const;

export function FocusChip() {
  const focus = useSession((state) => state.focus);
  const topology = useSession((state) => state.topology);
  const box = useScene(topology).boxes.get(focus?.box ?? "");
  if (!focus || !box) return null;
  return (
    <section data-control className="focus-chip" aria-label="Focus" data-testid="focus">
      <span className="focus-chip__name">
        Around <bdi>{box.title}</bdi>
      </span>
      <span className="focus-chip__hops" role="radiogroup" aria-label="Steps away">
        {HOPS.map((hops) => (
          // biome-ignore lint/a11y/useSemanticElements: buttons in a row, chosen at once.
          <button
            key={hops}
            type="button"
            role="radio"
            aria-checked={focus.hops === hops}
            aria-label={hops === 1 ? "One step" : `${hops} steps`}
            title={hops === 1 ? "One step away" : `Up to ${hops} steps away`}
            onClick={() => session.set({ focus: { ...focus, hops } })}
          >
            {hops}
          </button>
        ))}
      </span>
      <IconButton icon={X} label="Show everything" shortcut="Esc" size={14} onClick={leaveFocus} />
    </section>
  );
}
