/** Who takes over when the receiver does not, in order. */
import { Picker } from "../../../components/picker";
import { SortList } from "../../../components/sort-list";
import { useRecords } from "../../../document/store";
import type { Handoff } from "../../../platform";
import { useIdOptions } from "../record/options";
import { orNone } from "./edit";
import { Frame, useFrame } from "./frame";
import { HandoffSection } from "./handoff-section";

export function FallbackSection({ handoff }: { readonly handoff: Handoff }) {
  const agents = useRecords("agent");
  const names = (handoff.fallbacks ?? []).map((id) => agents.get(id)?.record.name ?? id);
  return (
    <HandoffSection id="fallbacks" summary={names.join(", then ")}>
      <Frame name="fallbacks" bare>
        <FallbackList handoff={handoff} />
      </Frame>
    </HandoffSection>
  );
}

function FallbackList({ handoff }: { readonly handoff: Handoff }) {
  const { send } = useFrame();
  const options = useIdOptions("agent");
  const fallbacks = handoff.fallbacks ?? [];
  const name = (id: string) => options.find(({ value }) => value === id)?.label ?? id;
  const set = (next: readonly string[]) => void send(() => ({ fallbacks: orNone(next) }));
  return (
    <>
      {fallbacks.length === 0 && (
        <p className="inspector__hint">Nobody takes over when the receiver does not.</p>
      )}
      <SortList
        label="Fallbacks in order"
        items={fallbacks.map((id) => ({ key: id, name: name(id), content: name(id) }))}
        onMove={set}
        onRemove={(id) => set(fallbacks.filter((other) => other !== id))}
      />
      <Picker
        value=""
        aria-label="Add a fallback"
        placeholder="Add an agent or a queue"
        options={options.filter(
          ({ value }) =>
            value !== handoff.from && value !== handoff.to && !fallbacks.includes(value),
        )}
        onChange={(id) => set([...fallbacks, id])}
        data-testid="inspector-add-fallback"
      />
    </>
  );
}
