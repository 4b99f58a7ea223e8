/** Who is on call when: a calendar and a plan of the shifts kept here, or a link to the tool that keeps them. */
import { useMemo } from "react";
import { zoneName } from "../../../components/instant-text";
import { useRecord, useRecords } from "../../../document/store";
import { DutyCalendar } from "../../on-call/duty-calendar";
import { Planner } from "../../on-call/planner";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { RecordList } from "../record/record-link";
import { Columns, Section } from "../section";

export function RotationInspector({ id, onClose }: InspectorProps) {
  const rotation = useRecord("rotation", id);
  const teams = useRecords("team");
  const paths = useRecords("escalation_path");
  const used = useMemo(() => {
    const byTeams = [...teams.values()]
      .filter(({ record }) => record.rotation === id)
      .map(({ record }) => ({ kind: "team" as const, id: record.id }));
    const byPaths = [...paths.values()]
      .filter(({ record }) =>
        record.steps?.some(({ notify }) => notify.kind === "rotation" && notify.id === id),
      )
      .map(({ record }) => ({ kind: "escalation_path" as const, id: record.id }));
    return [...byTeams, ...byPaths];
  }, [teams, paths, id]);
  if (!rotation) return null;
  const shifts = rotation.schedule?.length ?? 0;
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle />
      </RecordHead>
      <FindingsOf />
      <Columns
        main={
          <>
            <Section title="On call" name="rotation.calendar">
              <DutyCalendar rotation={id} />
              <Planner rotation={rotation} />
            </Section>
            <Section title="Whose it is" name="rotation.whose">
              <AutoField name="team" />
              <AutoField name="link" title="Kept in" placeholder="https://" />
            </Section>
            <Section title="Shifts" name="rotation.shifts" summary={`${shifts}`}>
              <p className="inspector__hint">
                Times are in {zoneName(new Date())}, the time zone of this machine. Gaps are times
                without anybody.
              </p>
              <AutoField name="schedule" bare />
            </Section>
          </>
        }
        side={
          <Section title="Called by" name="rotation.used" summary={`${used.length}`}>
            <RecordList records={used} none="No team and no escalation path names it." />
          </Section>
        }
      />
    </>
  );
}
