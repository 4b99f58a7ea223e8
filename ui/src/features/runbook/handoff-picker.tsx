/** The handoff whose runbook is read, by typing an agent's name. */
import { useMemo } from "react";
import { Picker } from "../../components/picker";
import { nameOf, recordsOf, useDocument } from "../../document/store";
import { ends } from "../impact/words";
import { showDesk } from "../registry/places";

export function HandoffPicker({ value }: { readonly value: string }) {
  const handoffs = useDocument((state) => recordsOf(state, "handoff"));
  const options = useMemo(() => {
    const state = useDocument.getState();
    const several = recordsOf(state, "topology").size > 1;
    return [...handoffs.values()]
      .map(({ record }) => ({
        value: record.id,
        label: ends(state, record.id),
        ...(several && { note: nameOf(state, "topology", record.topology) }),
      }))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [handoffs]);
  return (
    <div className="runbook__picker">
      <Picker
        aria-label="Handoff"
        value={value}
        options={options}
        placeholder="Type an agent's name"
        data-testid="runbook-handoff"
        onChange={(handoff) => showDesk({ show: "runbook", handoff, writing: false })}
      />
    </div>
  );
}
