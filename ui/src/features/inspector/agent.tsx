import { useMemo } from "react";
import { Field, Select, Switch, TextInput } from "../../components/field";
import { TagInput } from "../../components/tag-input";
import { commit } from "../../document/commit";
import { type Draft, put, withFields } from "../../document/drafts";
import { AGENT_KIND_NAMES } from "../../document/records";
import { useRecords } from "../../document/store";
import type { Agent, AgentFunction, AgentKind, Lifecycle, Role } from "../../platform";
import { FindingsOf, Head, Section, Title, wordOptions } from "./parts";
import { TeamSelect } from "./team-select";

const KINDS = Object.entries(AGENT_KIND_NAMES).map(([value, label]) => ({ value, label }));
const FUNCTIONS = wordOptions(["router", "worker", "observer", "preparer", "supervisor"]);
const LIFECYCLES = wordOptions(["experimental", "production", "deprecated", "retired"]);

export function AgentInspector({ agent }: { readonly agent: Agent }) {
  const role = agent.role ?? {};
  const tags = useKnownTags();
  const set = (
    fields: { [K in keyof Agent]?: Agent[K] | null | undefined },
    before: Draft[] = [],
  ) => void commit([...before, put("agent", withFields(agent, fields))]);
  const setRole = (fields: { [K in keyof Role]?: Role[K] | null | undefined }) => {
    const next = withFields(role, fields);
    set({ role: Object.keys(next).length > 0 ? next : undefined });
  };
  return (
    <div className="inspector" data-testid="inspector">
      <Head what="Agent" id={agent.id}>
        <Title name={agent.name} label="Name of the agent" onCommit={(name) => set({ name })} />
      </Head>
      <FindingsOf kind="agent" id={agent.id} />
      <Section title="What it is">
        <Field label="Kind">
          {(id) => (
            <Select
              id={id}
              data-testid="inspector-kind"
              value={agent.kind ?? "ai"}
              options={KINDS}
              onChange={(kind) => set({ kind: kind === "ai" ? undefined : (kind as AgentKind) })}
            />
          )}
        </Field>
        <Field label="Owning team" name="team">
          {(id) => (
            <TeamSelect
              id={id}
              data-testid="inspector-team"
              value={agent.team ?? ""}
              onChange={(team, created) => set({ team }, created)}
            />
          )}
        </Field>
        <Field label="Function">
          {(id) => (
            <Select
              id={id}
              value={agent.function ?? ""}
              none="Not said"
              options={FUNCTIONS}
              onChange={(word) => set({ function: (word || null) as AgentFunction | null })}
            />
          )}
        </Field>
        <Field label="Lifecycle">
          {(id) => (
            <Select
              id={id}
              value={agent.lifecycle ?? "experimental"}
              options={LIFECYCLES}
              onChange={(word) =>
                set({ lifecycle: word === "experimental" ? undefined : (word as Lifecycle) })
              }
            />
          )}
        </Field>
      </Section>
      <Section title="Role">
        <Field label="Scope" tall>
          {(id) => (
            <TextInput
              id={id}
              multiline
              placeholder="What it is responsible for"
              value={role.scope?.text ?? ""}
              onCommit={(text) => {
                const scope = withFields(role.scope ?? {}, { text: text || undefined });
                setRole({ scope: Object.keys(scope).length > 0 ? scope : undefined });
              }}
            />
          )}
        </Field>
        <Switch
          label="Talks to the user"
          checked={role.talks_to_user ?? false}
          onChange={(on) => setRole({ talks_to_user: on || undefined })}
        />
        <Switch
          label="Says whether it is an AI or a person"
          checked={role.discloses ?? false}
          onChange={(on) => setRole({ discloses: on || undefined })}
        />
      </Section>
      <Section title="What it can do">
        <Field label="Capabilities" name="capabilities" tall>
          {(id) => (
            <TagInput
              id={id}
              tags={agent.capabilities ?? []}
              suggestions={tags}
              placeholder="Add a tag"
              onCommit={(capabilities) =>
                set({ capabilities: capabilities.length > 0 ? capabilities : undefined })
              }
            />
          )}
        </Field>
        <Field label="Languages" tall>
          {(id) => (
            <TagInput
              id={id}
              tags={agent.languages ?? []}
              placeholder="For example en, de"
              onCommit={(languages) =>
                set({ languages: languages.length > 0 ? languages : undefined })
              }
            />
          )}
        </Field>
        <Field label="Systems" tall>
          {(id) => (
            <TagInput
              id={id}
              tags={agent.systems ?? []}
              placeholder="Systems of record"
              onCommit={(systems) => set({ systems: systems.length > 0 ? systems : undefined })}
            />
          )}
        </Field>
      </Section>
    </div>
  );
}

/** Tags in use anywhere, so that people reuse words. */
function useKnownTags(): string[] {
  const agents = useRecords("agent");
  return useMemo(
    () =>
      [...new Set([...agents.values()].flatMap(({ record }) => record.capabilities ?? []))].sort(),
    [agents],
  );
}
