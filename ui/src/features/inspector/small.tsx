/** Inspectors of outcomes, entries, notes and groups. */
import { Field, Select, Switch, TextInput } from "../../components/field";
import { commit } from "../../document/commit";
import { put, withFields } from "../../document/drafts";
import { useRecord } from "../../document/store";
import type { ContactChannel } from "../../platform";
import { FindingsOf, Head, Section, Title, useOptions, wordOptions } from "./parts";

const CHANNELS = wordOptions(["voice", "chat", "messaging", "ivr", "email", "file", "api"]).map(
  ({ value, label }) => ({
    value,
    label: value === "ivr" || value === "api" ? label.toUpperCase() : label,
  }),
);

interface ById {
  readonly id: string;
}

export function OutcomeInspector({ id }: ById) {
  const outcome = useRecord("outcome", id);
  if (!outcome) return null;
  return (
    <div className="inspector" data-testid="inspector">
      <Head what="Outcome" id={id}>
        <Title
          name={outcome.name}
          label="Name of the outcome"
          onCommit={(name) => void commit([put("outcome", { ...outcome, name })])}
        />
      </Head>
      <FindingsOf kind="outcome" id={id} />
      <Section title="What it means">
        <Switch
          label="What the user came for"
          checked={outcome.good ?? false}
          onChange={(good) =>
            void commit([put("outcome", withFields(outcome, { good: good || undefined }))])
          }
        />
      </Section>
    </div>
  );
}

export function EntryInspector({ id }: ById) {
  const entry = useRecord("entry", id);
  const agents = useOptions("agent");
  if (!entry) return null;
  return (
    <div className="inspector" data-testid="inspector">
      <Head what="Entry" id={id} />
      <FindingsOf kind="entry" id={id} />
      <Section title="Where requests come in">
        <Field label="Agent">
          {(field) => (
            <Select
              id={field}
              value={entry.agent}
              options={agents}
              onChange={(agent) => void commit([put("entry", { ...entry, agent })])}
            />
          )}
        </Field>
        <Field label="Channel">
          {(field) => (
            <Select
              id={field}
              value={entry.channel ?? ""}
              none="Not said"
              options={CHANNELS}
              onChange={(channel) =>
                void commit([
                  put(
                    "entry",
                    withFields(entry, { channel: (channel || null) as ContactChannel | null }),
                  ),
                ])
              }
            />
          )}
        </Field>
      </Section>
    </div>
  );
}

export function NoteInspector({ id }: ById) {
  const note = useRecord("note", id);
  if (!note) return null;
  return (
    <div className="inspector" data-testid="inspector">
      <Head what="Note" id={id} />
      <Section title="Text">
        <TextInput
          multiline
          aria-label="Text of the note"
          value={note.text ?? ""}
          onCommit={(text) =>
            void commit([put("note", withFields(note, { text: text || undefined }))])
          }
        />
      </Section>
    </div>
  );
}

export function GroupInspector({ id }: ById) {
  const group = useRecord("group", id);
  if (!group) return null;
  return (
    <div className="inspector" data-testid="inspector">
      <Head what="Group" id={id}>
        <Title
          name={group.name}
          label="Name of the group"
          onCommit={(name) => void commit([put("group", { ...group, name })])}
        />
      </Head>
      <p className="inspector__hint">Drag the group to move everything in it.</p>
    </div>
  );
}
