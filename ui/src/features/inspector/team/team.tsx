/** A team: how to reach it, who belongs to it, and what it answers for. */

import { X } from "lucide-react";
import { useMemo } from "react";
import { IconButton } from "../../../components/button";
import { Picker } from "../../../components/picker";
import { commit } from "../../../document/commit";
import { put, withFields } from "../../../document/drafts";
import { useLock } from "../../../document/lock";
import { useRecords } from "../../../document/store";
import type { Kind, Person } from "../../../platform";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { ReferenceInput } from "../generated/reference-input";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { useIdOptions } from "../record/options";
import { RecordLink, RecordList } from "../record/record-link";
import { Columns, Section } from "../section";

export function TeamInspector({ id, onClose }: InspectorProps) {
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle />
      </RecordHead>
      <FindingsOf />
      <Columns
        main={
          <>
            <Section title="What it is for" name="team.purpose">
              <AutoField name="purpose" placeholder="In a sentence" />
              <AutoField name="platform" title="Platform team, which may own for others" />
              <AutoField name="parent" title="Belongs to">
                {({ id: control, describedBy, value, save }) => (
                  <ReferenceInput
                    id={control}
                    aria-label="Belongs to"
                    aria-describedby={describedBy}
                    kind="team"
                    value={typeof value === "string" ? value : ""}
                    keep={(record) => (record as { id: string }).id !== id}
                    onCommit={(team) => save(() => team)}
                  />
                )}
              </AutoField>
            </Section>
            <Section title="How to reach it" name="team.reach">
              <AutoField name="contacts" />
              <AutoField name="rotation" title="On call" />
            </Section>
            <Members team={id} />
          </>
        }
        side={<Belongings team={id} />}
      />
    </>
  );
}

/** People say which teams they belong to, so each change here is one of a person. */
function Members({ team }: { readonly team: string }) {
  const people = useRecords("person");
  const locked = useLock() !== null;
  const members = useMemo(
    () =>
      [...people.values()]
        .map(({ record }) => record)
        .filter(({ teams = [] }) => teams.includes(team))
        .sort((a, b) => a.name.localeCompare(b.name)),
    [people, team],
  );
  const options = useIdOptions("person").filter(
    ({ value }) => !members.some(({ id }) => id === value),
  );
  const set = (person: Person, teams: string[]) =>
    void commit([put("person", withFields(person, { teams: teams.length > 0 ? teams : null }))]);
  return (
    <Section title="Members" name="team.members" summary={`${members.length}`}>
      <fieldset role="presentation" className="references" disabled={locked}>
        {members.map((person) => (
          <span key={person.id} className="references__one">
            <RecordLink subject={{ kind: "person", id: person.id }} note={person.email ?? ""} />
            <IconButton
              icon={X}
              label={`${person.name} leaves the team`}
              size={12}
              onClick={() =>
                set(
                  person,
                  (person.teams ?? []).filter((other) => other !== team),
                )
              }
            />
          </span>
        ))}
        <Picker
          aria-label="Add a member"
          placeholder="Add a person"
          data-testid="member-add"
          value=""
          options={options}
          onChange={(chosen) => {
            const person = people.get(chosen)?.record;
            if (person) set(person, [...(person.teams ?? []), team]);
          }}
        />
      </fieldset>
    </Section>
  );
}

interface Group {
  readonly title: string;
  readonly kind: "agent" | "handoff" | "contract" | "escalation_path" | "topology" | "memory";
  readonly none: string;
}

const GROUPS: readonly Group[] = [
  { title: "Agents", kind: "agent", none: "It owns no agent." },
  { title: "Handoffs", kind: "handoff", none: "It owns no handoff." },
  { title: "Contracts", kind: "contract", none: "It owns no contract." },
  { title: "Escalation paths", kind: "escalation_path", none: "It keeps no escalation path." },
  { title: "Topologies", kind: "topology", none: "It owns no topology." },
  { title: "Memories", kind: "memory", none: "It owns no memory." },
];

function Belongings({ team }: { readonly team: string }) {
  return GROUPS.map((group) => <Owned key={group.kind} team={team} group={group} />);
}

function Owned({ team, group }: { readonly team: string; readonly group: Group }) {
  const records = useRecords(group.kind);
  const owned = useMemo(
    () =>
      [...records.values()]
        .map(({ record }) => record)
        .filter((record) =>
          "owners" in record
            ? record.owners?.includes(team)
            : "team" in record && record.team === team,
        )
        .map(({ id }) => ({ kind: group.kind as Kind, id })),
    [records, team, group],
  );
  const summary = owned.length === 0 ? "none" : `${owned.length}`;
  return (
    <Section
      title={group.title}
      name={`team.${group.kind}`}
      open={group.kind === "agent" || group.kind === "handoff"}
      summary={summary}
    >
      <RecordList records={owned} none={group.none} />
    </Section>
  );
}
