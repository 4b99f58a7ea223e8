/** The versions of an agent, each with what it sends and takes. */
import { ChevronRight, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../../components/button";
import { commit } from "../../../document/commit";
import { put } from "../../../document/drafts";
import { useLock } from "../../../document/lock";
import { useRecords } from "../../../document/store";
import type { AgentVersion } from "../../../platform";
import { EditRecord } from "../edit";
import { OpenButton } from "../generated/reference-input";
import { NewVersion } from "../record/new-version";
import { Section } from "../section";
import { AgentVersionFields } from "./agent-version";

export function Versions({ agent }: { readonly agent: string }) {
  const versions = useVersionsOf(agent);
  const locked = useLock() !== null;
  const [adding, setAdding] = useState(false);
  const [latest] = versions;
  const add = async (version: string) => {
    const record: AgentVersion = {
      ...(latest ?? { agent }),
      id: `${agent}@${version}`,
      version,
    };
    const done = await commit([put("agent_version", record)]);
    if (done) setAdding(false);
    return done;
  };
  return (
    <Section title="Versions" name="agent.versions" summary={latest?.version ?? "none"}>
      {versions.map((version, i) => (
        <div key={version.id} className="version">
          <details open={i === 0}>
            <summary>
              <ChevronRight size={13} className="fold-mark" aria-hidden />
              <span className="mono">{version.version}</span>
              <span className="version__note">{version.model}</span>
            </summary>
            <EditRecord subject={{ kind: "agent_version", id: version.id }}>
              <AgentVersionFields />
            </EditRecord>
          </details>
          <OpenButton subject={{ kind: "agent_version", id: version.id }} />
        </div>
      ))}
      {versions.length === 0 && !adding && (
        <p className="inspector__hint">
          A version says which contract versions the agent sends and takes.
        </p>
      )}
      {adding ? (
        <NewVersion
          label="Version of the agent"
          placeholder={latest ? `After ${latest.version}` : "1.0.0"}
          onDone={add}
          onCancel={() => setAdding(false)}
        />
      ) : (
        <Button
          look="quiet"
          icon={Plus}
          className="add"
          disabled={locked}
          onClick={() => setAdding(true)}
        >
          Add a version
        </Button>
      )}
    </Section>
  );
}

/** The highest one first, as their numbers are written. */
export function useVersionsOf(agent: string): AgentVersion[] {
  const all = useRecords("agent_version");
  return useMemo(
    () =>
      [...all.values()]
        .map(({ record }) => record)
        .filter((record) => record.agent === agent)
        .sort((a, b) => b.version.localeCompare(a.version, undefined, { numeric: true })),
    [all, agent],
  );
}
