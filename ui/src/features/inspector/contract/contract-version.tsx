/** A version of a contract: what travels, with its examples and checks; once published only its state and dates move. */
import { Lock } from "lucide-react";
import { useRecord } from "../../../document/store";
import type { ContractState, ContractVersion } from "../../../platform";
import { Consequences } from "../../contract/consequences";
import { ContractEditor } from "../../contract/contract-editor";
import { Timeline } from "../../contract/timeline";
import { VerdictPanel } from "../../contract/verdict-panel";
import { VersionActions } from "../../contract/version-actions";
import { useVersionDraft, VersionDraftProvider } from "../../contract/version-draft";
import { VersionNumber } from "../../contract/version-number";
import { FindingsOf } from "../findings-of";
import { AutoField, Frozen } from "../generated/auto-field";
import { phrase } from "../generated/words";
import { RecordHead, usePaged } from "../head";
import type { InspectorProps } from "../record";
import { RecordLink } from "../record/record-link";
import { Columns, Section } from "../section";
import { ExamplesEditor } from "./examples";
import { PayloadView } from "./payload-view";
import { StateMark } from "./state-mark";
import "./contract.css";

/** What was agreed does not change in these. */
const AFTER: readonly ContractState[] = ["published", "deprecated", "retired"];

export function ContractVersionInspector({ id, onClose }: InspectorProps) {
  const version = useRecord("contract_version", id);
  const paged = usePaged({ kind: "contract_version", id });
  if (!version) return null;
  const { state = "draft" } = version;
  // The registry refuses such changes; the form says so before anybody types.
  const frozen = AFTER.includes(state);
  return (
    <VersionDraftProvider version={version}>
      <RecordHead onClose={onClose}>
        <div className="inspector__route">
          <RecordLink subject={{ kind: "contract", id: version.contract }} />
          <VersionNumber version={version} frozen={frozen} />
          <StateMark state={state} />
          <VersionActions version={version} />
        </div>
      </RecordHead>
      <FindingsOf />
      {frozen && (
        <p className="frozen">
          <Lock size={12} aria-hidden />
          <span>
            It is {phrase(state).toLowerCase()}: what was agreed never changes. Draft the next
            version to change something.
          </span>
        </p>
      )}
      <Frozen value={frozen}>
        {paged ? (
          <ContractEditor version={version} frozen={frozen} />
        ) : (
          <>
            <BriefVerdict settled={frozen} />
            <PayloadView version={version} frozen={frozen} />
          </>
        )}
      </Frozen>
      {paged && !frozen && <Consequences version={version} />}
      <Columns
        main={
          <>
            <Section title="Versions" name="contract_version.timeline">
              <Timeline contract={version.contract} current={version.version} />
            </Section>
            {AFTER.includes(state) && state !== "published" && <EndSection />}
          </>
        }
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
        <Details version={version} frozen={frozen} />
      </Frozen>
    </VersionDraftProvider>
  );
}

function BriefVerdict({ settled }: { readonly settled: boolean }) {
  return <VerdictPanel brief settled={settled} judged={useVersionDraft().judged} />;
}

/** The dates of its end still move. */
function EndSection() {
  return (
    <Section title="Its end" name="contract_version.end">
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
