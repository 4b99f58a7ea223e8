/** A version of a contract: what travels, with its examples and checks; once published only its state and dates move. */
import { Lock } from "lucide-react";
import { Select } from "../../../components/field";
import { useRecord } from "../../../document/store";
import type { ContractState, ContractVersion } from "../../../platform";
import { FindingsOf } from "../findings-of";
import { AutoField, Frozen } from "../generated/auto-field";
import { phrase } from "../generated/words";
import { RecordHead } from "../head";
import type { InspectorProps } from "../record";
import { RecordLink } from "../record/record-link";
import { Columns, Section } from "../section";
import { ExamplesEditor } from "./examples";
import { PayloadView } from "./payload-view";
import { StateMark } from "./state-mark";
import "./contract.css";

const BEFORE: readonly ContractState[] = ["draft", "in_review"];
const AFTER: readonly ContractState[] = ["published", "deprecated", "retired"];

export function ContractVersionInspector({ id, onClose }: InspectorProps) {
  const version = useRecord("contract_version", id);
  if (!version) return null;
  const { state = "draft" } = version;
  // The registry refuses such changes; the form says so before anybody types.
  const frozen = AFTER.includes(state);
  return (
    <>
      <RecordHead onClose={onClose}>
        <p className="inspector__route">
          <RecordLink subject={{ kind: "contract", id: version.contract }} />
          <span className="mono">{version.version}</span>
          <StateMark state={state} />
        </p>
      </RecordHead>
      <FindingsOf />
      <Columns
        main={<StateSection frozen={frozen} />}
        side={
          <Frozen value={frozen}>
            <Section
              title="What changed"
              name="contract_version.note"
              summary={version.change_note ?? ""}
            >
              <AutoField name="change_note" bare />
            </Section>
          </Frozen>
        }
      />
      <Frozen value={frozen}>
        {frozen && (
          <p className="frozen">
            <Lock size={12} aria-hidden />
            <span>
              It is {phrase(state).toLowerCase()}: what was agreed never changes. Add a version to
              its contract to change something.
            </span>
          </p>
        )}
        <PayloadView version={version} frozen={frozen} />
        <Details version={version} frozen={frozen} />
      </Frozen>
    </>
  );
}

function StateSection({ frozen }: { readonly frozen: boolean }) {
  const states = (frozen ? AFTER : [...BEFORE, ...AFTER]).map((value) => ({
    value,
    label: phrase(value),
  }));
  return (
    <Section title="Where it stands" name="contract_version.state">
      <AutoField name="state">
        {({ id, value, save }) => (
          <Select
            id={id}
            value={typeof value === "string" ? value : "draft"}
            options={states}
            data-testid="version-state"
            onChange={(state) => void save(() => state)}
          />
        )}
      </AutoField>
      <AutoField name="notice_date" title="Notice given" />
      <AutoField name="sunset_date" title="Ends" />
    </Section>
  );
}

interface DetailsProps {
  readonly version: ContractVersion;
  readonly frozen: boolean;
}

function Details({ version, frozen }: DetailsProps) {
  const { accepted = [], rejected = [] } = version.examples ?? {};
  const sensitive = version.sensitive?.length ?? 0;
  const invariants = version.invariants?.length ?? 0;
  return (
    <Columns
      main={
        <Section
          title="Examples"
          name="contract_version.examples"
          summary={`${accepted.length} accepted, ${rejected.length} rejected`}
        >
          <ExamplesEditor frozen={frozen} />
        </Section>
      }
      side={
        <>
          <Section
            title="Sensitive fields"
            name="contract_version.sensitive"
            summary={sensitive === 0 ? "none" : `${sensitive}`}
          >
            <AutoField name="sensitive" bare />
          </Section>
          <Section
            title="Invariants"
            name="contract_version.invariants"
            summary={invariants === 0 ? "none" : `${invariants}`}
          >
            <AutoField name="invariants" bare />
          </Section>
          <Section title="Task" name="contract_version.task" open={false}>
            <AutoField name="required_capabilities" title="Receiver can" />
            <AutoField name="task_states" />
            <AutoField name="transitions" />
          </Section>
        </>
      }
    />
  );
}
