/** An agent: what it is, may and can do, which versions of it run where, and who hands over to whom. */
import { Select } from "../../../components/field";
import { AGENT_KIND_NAMES } from "../../../document/records";
import { useRecord } from "../../../document/store";
import { AgentSimulated } from "../../simulation/agent-fate";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { Columns, Section } from "../section";
import { TeamField } from "../team-field";
import { Capabilities } from "./capabilities";
import { Deployments } from "./deployments";
import { AgentTopologies, HandoffsOf } from "./handoffs-of";
import { HealthFields } from "./health";
import { Versions } from "./versions";
import "./agent.css";

const KINDS = Object.entries(AGENT_KIND_NAMES).map(([value, label]) => ({ value, label }));

export function AgentInspector({ id, onClose }: InspectorProps) {
  const agent = useRecord("agent", id);
  if (!agent) return null;
  return (
    <>
      <RecordHead what={AGENT_KIND_NAMES[agent.kind ?? "ai"]} onClose={onClose}>
        <RecordTitle />
      </RecordHead>
      <FindingsOf />
      <Columns
        main={
          <>
            <Section title="What it is" name="agent.what">
              <AutoField name="kind">
                {({ id: control, value, save }) => (
                  <Select
                    id={control}
                    data-testid="inspector-kind"
                    value={typeof value === "string" ? value : "ai"}
                    options={KINDS}
                    onChange={(kind) => void save(() => kind)}
                  />
                )}
              </AutoField>
              <TeamField />
              <AutoField name="function" />
              <AutoField name="lifecycle" />
              <AutoField name="trust_domain" />
              <AutoField name="stateless" title="Keeps nothing between requests" />
            </Section>
            <Section title="Role" name="agent.role" summary={agent.role?.scope?.text ?? ""}>
              <AutoField
                name="role.scope.text"
                title="Scope"
                placeholder="What it is responsible for"
              />
              <AutoField name="role.scope.topics" placeholder="Topics, for search and routing" />
              <AutoField name="role.talks_to_user" title="Talks to the user" />
              <AutoField name="role.discloses" title="Says whether it is an AI or a person" />
              <AutoField name="role.authority" title="May decide alone" />
            </Section>
            <Section
              title="What it can do"
              name="agent.can"
              summary={(agent.capabilities ?? []).join(", ")}
            >
              <Capabilities />
              <AutoField name="languages" placeholder="For example en, de" />
              <AutoField name="channels" />
              <AutoField name="systems" placeholder="Systems of record" />
              <AutoField name="memory" />
              <AutoField name="tools" />
              <AutoField name="passes_on" title="Passes on unchanged" />
              <AutoField name="context_window_tokens" />
              <AutoField name="flow_limit" />
              <AutoField name="capacity" />
            </Section>
          </>
        }
        side={
          <>
            <HandoffsOf agent={id} />
            <Versions agent={id} />
            <Deployments agent={id} />
            <Section title="Health" name="agent.health" summary={agent.health?.state ?? "unknown"}>
              <HealthFields />
            </Section>
            <Section title="Links" name="agent.links" open={false}>
              <AutoField name="links.repo" placeholder="https://" />
              <AutoField name="links.dashboard" placeholder="https://" />
              <AutoField name="links.a2a" placeholder="https://" />
              <AutoField name="links.mcp" placeholder="https://" />
              {agent.origin && <OriginOf origin={agent.origin} />}
            </Section>
            <AgentSimulated agent={id} />
            <Section title="Behaviour in simulations" name="agent.behaviour" open={false}>
              <AutoField name="behaviour" title="Each visit" />
            </Section>
            <AgentTopologies agent={id} />
          </>
        }
      />
    </>
  );
}

interface OriginProps {
  readonly origin: {
    readonly format: string;
    readonly file: string;
    readonly key: string;
    readonly guesses?: readonly string[];
    readonly metadata?: unknown;
  };
}

/** Told, not written: the next import finds the agent by it. */
function OriginOf({ origin }: OriginProps) {
  return (
    <div className="inspector__hint selectable" dir="auto">
      <p>
        Imported from <code>{origin.file}</code> ({origin.format}), where it is{" "}
        <code>{origin.key}</code>.
      </p>
      {origin.guesses && origin.guesses.length > 0 && (
        <ul className="bullets">
          {origin.guesses.map((guess) => (
            <li key={guess}>{guess}</li>
          ))}
        </ul>
      )}
      {typeof origin.metadata === "object" && origin.metadata !== null && (
        <>
          <p>What the file says about it besides:</p>
          <ul className="bullets">
            {Object.entries(origin.metadata).map(([name, value]) => (
              <li key={name}>
                <code>{name}</code>: {typeof value === "string" ? value : JSON.stringify(value)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
