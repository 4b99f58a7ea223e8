/** A version of an agent: what it sends, and which versions of contracts it takes. */
import { useRecord } from "../../../document/store";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { RecordHead } from "../head";
import type { InspectorProps } from "../record";
import { RecordLink } from "../record/record-link";
import { AcceptedRanges } from "./accepted-ranges";
import { EmittedVersions } from "./emitted-versions";
import "./agent.css";

export function AgentVersionInspector({ id, onClose }: InspectorProps) {
  const version = useRecord("agent_version", id);
  if (!version) return null;
  return (
    <>
      <RecordHead onClose={onClose}>
        <p className="inspector__route">
          <RecordLink subject={{ kind: "agent", id: version.agent }} />
          <span className="mono">{version.version}</span>
        </p>
      </RecordHead>
      <FindingsOf />
      <div className="section__body">
        <AgentVersionFields />
      </div>
    </>
  );
}

export function AgentVersionFields() {
  return (
    <div className="version__fields">
      <AutoField name="accepts" title="Takes">
        {({ value, save }) => <AcceptedRanges value={value} save={save} />}
      </AutoField>
      <AutoField name="emits" title="Sends">
        {({ value, save }) => <EmittedVersions value={value} save={save} />}
      </AutoField>
      <AutoField name="model" placeholder="The model behind it" />
      <AutoField name="prompt_version" title="Prompt" />
      <AutoField name="note" title="What changed" />
      <AutoField name="output_schema" title="Schema of what it puts out" />
    </div>
  );
}
