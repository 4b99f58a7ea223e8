/** Who hands over to the agent and to whom it hands over, and the drawings that it stands on. */
import { useMemo } from "react";
import { agentOf } from "../../../document/records";
import { targetName } from "../../../document/scene-words";
import { nameOf, useDocument, useRecords } from "../../../document/store";
import { useSession } from "../../../session/store";
import { RecordList } from "../record/record-link";
import { Section } from "../section";

export function HandoffsOf({ agent }: { readonly agent: string }) {
  const handoffs = useRecords("handoff");
  const open = useSession((session) => session.topology);
  const { into, out } = useMemo(() => {
    const state = useDocument.getState();
    const records = [...handoffs.values()].map(({ record }) => record);
    const note = (topology: string) =>
      topology === open ? undefined : nameOf(state, "topology", topology);
    return {
      into: records
        .filter(({ to }) => agentOf(to) === agent)
        .map((handoff) => ({
          kind: "handoff" as const,
          id: handoff.id,
          label: `from ${nameOf(state, "agent", handoff.from)}`,
          note: note(handoff.topology),
        })),
      out: records
        .filter(({ from }) => from === agent)
        .map((handoff) => ({
          kind: "handoff" as const,
          id: handoff.id,
          label: `to ${targetName(state, handoff.to)}`,
          note: note(handoff.topology),
        })),
    };
  }, [handoffs, agent, open]);
  return (
    <Section
      title="Handoffs"
      name="agent.handoffs"
      summary={`${into.length} in, ${out.length} out`}
    >
      <RecordList records={[...into, ...out]} none="Nobody hands over to it, nor it to anybody." />
    </Section>
  );
}

export function AgentTopologies({ agent }: { readonly agent: string }) {
  const handoffs = useRecords("handoff");
  const placements = useRecords("placement");
  const topologies = useMemo(() => {
    const found = new Set<string>();
    for (const { record } of handoffs.values())
      if (record.from === agent || agentOf(record.to) === agent) found.add(record.topology);
    for (const { record } of placements.values())
      if (record.subject.kind === "agent" && record.subject.id === agent)
        found.add(record.topology);
    return [...found].sort().map((id) => ({ kind: "topology" as const, id }));
  }, [handoffs, placements, agent]);
  return (
    <Section title="Stands in" name="agent.topologies" summary={`${topologies.length}`}>
      <RecordList records={topologies} none="It stands on no drawing." />
    </Section>
  );
}
