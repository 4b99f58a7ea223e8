/** A word of the shared vocabulary: what it means, what else it is called, and who can do it. */
import { useMemo } from "react";
import { useRecord, useRecords } from "../../../document/store";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { Columns, Section } from "../section";
import { RecordList } from "./record-link";

export function CapabilityInspector({ id, onClose }: InspectorProps) {
  const capability = useRecord("capability", id);
  const agents = useRecords("agent");
  const handoffs = useRecords("handoff");
  const tag = capability?.tag ?? "";
  const { able, asking } = useMemo(
    () => ({
      able: [...agents.values()]
        .filter(({ record }) => record.capabilities?.includes(tag))
        .map(({ record }) => ({ kind: "agent" as const, id: record.id })),
      asking: [...handoffs.values()]
        .filter(
          ({ record: { to, required_capabilities: needed } }) =>
            needed?.includes(tag) ||
            (typeof to === "object" && "capabilities" in to && to.capabilities.includes(tag)),
        )
        .map(({ record }) => ({ kind: "handoff" as const, id: record.id })),
    }),
    [agents, handoffs, tag],
  );
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle field="tag" />
      </RecordHead>
      <FindingsOf />
      <Columns
        main={
          <Section title="What it means" name="capability.meaning">
            <AutoField name="meaning" placeholder="What an agent with it can do" />
            <AutoField name="synonyms" placeholder="Other words for it" />
          </Section>
        }
        side={
          <>
            <Section title="Who has it" name="capability.agents" summary={`${able.length}`}>
              <RecordList records={able} none="No agent declares it." />
            </Section>
            <Section
              title="Who asks for it"
              name="capability.handoffs"
              summary={`${asking.length}`}
            >
              <RecordList records={asking} none="No handoff asks for it." />
            </Section>
          </>
        }
      />
    </>
  );
}
