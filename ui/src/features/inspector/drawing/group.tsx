/** A group of boxes: what is in it, what it is in, and whether it is shown open. */
import { useMemo } from "react";
import { Switch } from "../../../components/field";
import { recordOfBox } from "../../../document/boxes";
import { commit } from "../../../document/commit";
import { fold, isCollapsed, membersOf } from "../../../document/groups";
import { useLock } from "../../../document/lock";
import { useDocument, useRecord, useRecords } from "../../../document/store";
import type { Group } from "../../../platform";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { ReferenceInput } from "../generated/reference-input";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { RecordLink, RecordList } from "../record/record-link";
import { Section } from "../section";

export function GroupInspector({ id, onClose }: InspectorProps) {
  const group = useRecord("group", id);
  const placements = useRecords("placement");
  const groups = useRecords("group");
  const topology = group?.topology ?? "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: members are told by placements and groups.
  const members = useMemo(
    () => membersOf(useDocument.getState(), topology, id).map(recordOfBox),
    [placements, groups, topology, id],
  );
  if (!group) return null;
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle />
      </RecordHead>
      <FindingsOf />
      <Section title="Frame" name="group.frame">
        <p className="drawn-on">
          On <RecordLink subject={{ kind: "topology", id: topology }} />
        </p>
        <AutoField name="parent" title="Inside">
          {({ id: control, describedBy, value, save }) => (
            <ReferenceInput
              id={control}
              aria-label="Inside"
              aria-describedby={describedBy}
              kind="group"
              value={typeof value === "string" ? value : ""}
              keep={(record) => {
                const other = record as Group;
                return other.topology === topology && other.id !== id;
              }}
              onCommit={(parent) => save(() => parent)}
            />
          )}
        </AutoField>
        <AutoField name="colour" />
        <CollapsedSwitch topology={topology} group={id} />
      </Section>
      <Section title="In it" name="group.members" summary={`${members.length}`}>
        <RecordList records={members} none="Nothing. Drag boxes into it." />
      </Section>
    </>
  );
}

function CollapsedSwitch({ topology, group }: { topology: string; group: string }) {
  const collapsed = useDocument((state) => isCollapsed(state, topology, group));
  const locked = useLock() !== null;
  return (
    <fieldset role="presentation" className="editable" disabled={locked}>
      <Switch
        label="Shown closed, as one box"
        checked={collapsed}
        onChange={(on) => void commit(fold(useDocument.getState(), topology, [group], on))}
      />
    </fieldset>
  );
}
