/** A contract: whose it is, how far its versions must get on with each other, and which there are. */
import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../../components/button";
import { commit } from "../../../document/commit";
import { put } from "../../../document/drafts";
import { useLock } from "../../../document/lock";
import { useRecord, useRecords } from "../../../document/store";
import type { ContractVersion } from "../../../platform";
import { Timeline } from "../../contract/timeline";
import { FindingsOf } from "../findings-of";
import { AutoField } from "../generated/auto-field";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { NewVersion } from "../record/new-version";
import { openRecord } from "../record/open";
import { RecordList } from "../record/record-link";
import { Columns, Section } from "../section";
import { TeamField } from "../team-field";
import { versionsOf } from "./versions-of";
import "./contract.css";

export function ContractInspector({ id, onClose }: InspectorProps) {
  const contract = useRecord("contract", id);
  const handoffs = useRecords("handoff");
  const used = useMemo(
    () =>
      [...handoffs.values()]
        .map(({ record }) => record)
        .filter((record) => record.contract === id)
        .map((record) => ({
          kind: "handoff" as const,
          id: record.id,
          note: record.version ?? "no version",
        })),
    [handoffs, id],
  );
  if (!contract) return null;
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle />
      </RecordHead>
      <FindingsOf />
      <Columns
        main={
          <>
            <Section title="What it is for" name="contract.purpose">
              <AutoField name="purpose" placeholder="What travels, in a sentence" />
              <TeamField />
            </Section>
            <Section title="Compatibility" name="contract.compatibility">
              <AutoField name="compatibility" title="Versions" />
              <AutoField name="writers" />
            </Section>
          </>
        }
        side={
          <>
            <ContractVersions contract={id} />
            <Section title="Used by" name="contract.used" summary={`${used.length}`}>
              <RecordList records={used} none="No handoff carries it." />
            </Section>
          </>
        }
      />
    </>
  );
}

function ContractVersions({ contract }: { readonly contract: string }) {
  const all = useRecords("contract_version");
  const locked = useLock() !== null;
  const [adding, setAdding] = useState(false);
  const versions = useMemo(() => versionsOf(all, contract), [all, contract]);
  const [latest] = versions;
  const add = async (version: string) => {
    const id = `${contract}@${version}`;
    const done = await commit([
      put("contract_version", nextVersion(latest, { contract, id, version })),
    ]);
    if (!done) return false;
    setAdding(false);
    openRecord({ kind: "contract_version", id });
    return true;
  };
  return (
    <Section title="Versions" name="contract.versions" summary={latest?.version ?? "none"}>
      <Timeline contract={contract} />
      {adding ? (
        <NewVersion
          label="Version of the contract"
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
          data-testid="add-version"
          onClick={() => setAdding(true)}
        >
          Add a version with a number of your own
        </Button>
      )}
    </Section>
  );
}

/** A draft that begins with what the version before it says. */
function nextVersion(
  before: ContractVersion | undefined,
  named: Pick<ContractVersion, "contract" | "id" | "version">,
): ContractVersion {
  const { state, notice_date, sunset_date, change_note, ...kept } = before ?? {};
  return { ...kept, ...named };
}
