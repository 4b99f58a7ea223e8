/** A scenario as a record of the registry. */
import { FindingsOf } from "../inspector/findings-of";
import { AutoField } from "../inspector/generated/auto-field";
import { RecordHead, RecordTitle } from "../inspector/head";
import type { InspectorProps } from "../inspector/record";
import { Section } from "../inspector/section";
import { ScenarioFields } from "./scenario-fields";
import "./simulation.css";

export function ScenarioInspector({ onClose }: InspectorProps) {
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle />
      </RecordHead>
      <FindingsOf />
      <ScenarioFields />
      <Section title="Topology" name="scenario.topology" open={false}>
        <AutoField name="topology" bare />
      </Section>
    </>
  );
}
