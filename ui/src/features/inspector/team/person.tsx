/** A person: how to write to them, their teams, and where they are called. */
import { useMemo } from "react";
import { useRecords } from "../../../document/store";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { RecordList } from "../record/record-link";
import { Columns, Section } from "../section";

export function PersonInspector({ id, onClose }: InspectorProps) {
  const rotations = useRecords("rotation");
  const paths = useRecords("escalation_path");
  const called = useMemo(() => {
    const shifts = [...rotations.values()]
      .filter(({ record }) => record.schedule?.some(({ person }) => person === id))
      .map(({ record }) => ({ kind: "rotation" as const, id: record.id }));
    const steps = [...paths.values()]
      .filter(({ record }) =>
        record.steps?.some(({ notify }) => notify.kind === "person" && notify.id === id),
      )
      .map(({ record }) => ({ kind: "escalation_path" as const, id: record.id }));
    return [...shifts, ...steps];
  }, [rotations, paths, id]);
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle />
      </RecordHead>
      <FindingsOf />
      <Columns
        main={
          <Section title="Who it is" name="person.who">
            <AutoField name="email" placeholder="name@example.com" />
            <AutoField name="teams" />
          </Section>
        }
        side={
          <Section title="Is called by" name="person.called" summary={`${called.length}`}>
            <RecordList records={called} none="No rotation and no escalation path names them." />
          </Section>
        }
      />
    </>
  );
}
