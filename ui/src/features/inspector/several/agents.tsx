/** The fields that several agents can be given at once. */
import { useMemo } from "react";
import { AGENT_KIND_NAMES } from "../../../document/records";
import { useRecords } from "../../../document/store";
import type { Agent, AgentKind, Lifecycle } from "../../../platform";
import { useTags } from "../handoff/use-tags";
import { useIdOptions } from "../record/options";
import { Section } from "../section";
import { editAll, type Fields } from "./edit-all";
import { membersOf, sharedOf, withMember, withoutMember } from "./shared";
import { SharedChoice } from "./shared-choice";
import { SharedField } from "./shared-field";
import { SharedList } from "./shared-list";
import { SharedPicker } from "./shared-picker";

const KINDS = Object.entries(AGENT_KIND_NAMES).map(([value, label]) => ({ value, label }));
const LIFECYCLES = [
  { value: "experimental", label: "Experimental" },
  { value: "production", label: "Production" },
  { value: "deprecated", label: "Deprecated" },
  { value: "retired", label: "Retired" },
];

export function SeveralAgents({ ids }: { readonly ids: readonly string[] }) {
  const all = useRecords("agent");
  const teams = useIdOptions("team");
  const tags = useTags();
  const agents = useMemo(() => ids.flatMap((id) => all.get(id)?.record ?? []), [ids, all]);
  const set = (change: (agent: Agent) => Fields<Agent>) => editAll("agent", ids, change);
  return (
    <Section name="several.agents" title={`${ids.length} ${ids.length === 1 ? "agent" : "agents"}`}>
      <SharedField label="Kind">
        {(id, send) => (
          <SharedChoice
            id={id}
            shared={sharedOf(agents, ({ kind }) => kind ?? "ai")}
            options={KINDS}
            onChange={(kind) =>
              void send(set(() => ({ kind: kind === "ai" ? null : (kind as AgentKind) })))
            }
            data-testid="several-kind"
          />
        )}
      </SharedField>
      <SharedField label="Owning team">
        {(id, send) => (
          <SharedPicker
            id={id}
            shared={sharedOf(agents, ({ team }) => team ?? "")}
            none="Nobody yet"
            options={teams}
            onChange={(team) => void send(set(() => ({ team: team || null })))}
            data-testid="several-team"
          />
        )}
      </SharedField>
      <SharedField label="Lifecycle">
        {(id, send) => (
          <SharedChoice
            id={id}
            shared={sharedOf(agents, ({ lifecycle }) => lifecycle ?? "experimental")}
            options={LIFECYCLES}
            onChange={(word) =>
              void send(
                set(() => ({ lifecycle: word === "experimental" ? null : (word as Lifecycle) })),
              )
            }
            data-testid="several-lifecycle"
          />
        )}
      </SharedField>
      <SharedField label="Capabilities" wide>
        {(id, send) => (
          <SharedList
            id={id}
            open
            of={agents.length}
            members={membersOf(agents, ({ capabilities }) => capabilities)}
            options={tags.map((tag) => ({ value: tag, label: tag }))}
            placeholder="Add a tag to all"
            onAdd={(tag) =>
              void send(set((now) => ({ capabilities: withMember(now.capabilities, tag) })))
            }
            onRemove={(tag) =>
              void send(set((now) => ({ capabilities: withoutMember(now.capabilities, tag) })))
            }
            data-testid="several-tags"
          />
        )}
      </SharedField>
    </Section>
  );
}
