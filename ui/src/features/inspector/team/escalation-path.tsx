/** An escalation path as a ladder: whom to tell, on which channel, how long after the start. */
import { useMemo } from "react";
import { useRecords } from "../../../document/store";
import { PathPreview } from "../../on-call/on-call";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { RecordList } from "../record/record-link";
import { Columns, Section } from "../section";
import { Ladder } from "./ladder";

export function EscalationPathInspector({ id, onClose }: InspectorProps) {
  const handoffs = useRecords("handoff");
  const used = useMemo(
    () =>
      [...handoffs.values()]
        .map(({ record }) => record)
        .filter((record) =>
          [record.escalation_path, record.disagreement?.escalation_path].includes(id),
        )
        .map((record) => ({ kind: "handoff" as const, id: record.id })),
    [handoffs, id],
  );
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle />
      </RecordHead>
      <FindingsOf />
      <Columns
        main={
          <>
            <Section title="When nobody answers" name="escalation_path.steps">
              <Ladder />
            </Section>
            <Section title="Who keeps it" name="escalation_path.team">
              <AutoField name="team" />
            </Section>
          </>
        }
        side={
          <>
            <Section title="Who is called" name="escalation_path.called">
              <PathPreview path={id} />
            </Section>
            <Section title="Walked for" name="escalation_path.used" summary={`${used.length}`}>
              <RecordList records={used} none="No handoff names it." />
            </Section>
          </>
        }
      />
    </>
  );
}
