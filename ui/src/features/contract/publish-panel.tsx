/** What publishing a version would do and what stands in its way, before it is done: rehearsed anew with every change of the number or of what was decided. */
import { PackageCheck } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import type { ContractVersion, ErrorCode, ErrorReply, PublishRequest } from "../../platform";
import { session } from "../../session/store";
import { publish } from "./perform";
import { Agreement, type Overriding, usePlatformTeams } from "./publish-agreement";
import { Mistakes } from "./publish-mistakes";
import { PublishNumber } from "./publish-number";
import { Renames } from "./publish-renames";
import { ToldTeams } from "./publish-told";
import { Refusal } from "./refusal";
import { useRehearsal } from "./use-rehearsal";
import { VerdictPanel } from "./verdict-panel";
import "./panels.css";

export function PublishPanel({ version }: { readonly version: ContractVersion }) {
  const [number, setNumber] = useState(version.version);
  const [meant, setMeant] = useState<readonly string[]>([]);
  const [overriding, setOverriding] = useState<Overriding>({ reason: "", team: null });
  const platforms = usePlatformTeams();
  const [refusal, setRefusal] = useState<ErrorReply | null>(null);
  const [busy, setBusy] = useState(false);
  const reason = overriding.reason.trim() || null;
  const team = reason && (overriding.team ?? platforms[0]?.id ?? null);
  const request = useMemo(
    (): PublishRequest => ({
      contract: version.contract,
      version: version.version,
      number: number.trim() === version.version ? null : number.trim(),
      acknowledged: [...meant],
      override_reason: reason,
      override_team: team,
      dry_run: true,
    }),
    [version.contract, version.version, number, meant, reason, team],
  );
  const rehearsed = useRehearsal(request);
  const { answer: rehearsal, failure, pending } = rehearsed;
  const obstacle = failure ?? rehearsal?.refusal ?? null;
  const confirm = async () => {
    setBusy(true);
    const error = await publish(version, request);
    setBusy(false);
    setRefusal(error);
    if (error) return;
    session.closeDock();
    session.notify({
      tone: "success",
      title: `${version.contract}@${request.number ?? version.version} is published`,
      detail: "It never changes again.",
      hints: [],
    });
  };
  return (
    <DockPanel
      title={`Publish ${version.version}`}
      onClose={session.closeDock}
      footer={
        <>
          <span className="act__needs" role="status" data-testid="publish-needs">
            {obstacle && !pending && (NEEDS[obstacle.code] ?? "Something stands in its way.")}
          </span>
          <Button look="quiet" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            icon={PackageCheck}
            data-testid="publish-confirm"
            // What is decided just now may have taken the obstacle away: publishing looks at it once more.
            disabled={busy || rehearsal === null || (obstacle !== null && !pending)}
            onClick={() => void confirm()}
          >
            Publish
          </Button>
        </>
      }
    >
      <p className="act__intro">Once published, it never changes again.</p>
      <PublishNumber number={number} rehearsed={rehearsed} onNumber={setNumber} />
      <VerdictPanel
        settled
        judged={{
          judgement: rehearsal?.judgement ?? null,
          check: rehearsal?.check ?? null,
          failure: rehearsal?.judgement === null ? rehearsal.refusal : null,
          pending,
        }}
      />
      {rehearsal && (
        <>
          <Mistakes check={rehearsal.check} />
          <Renames renames={rehearsal.judgement?.renames ?? []} meant={meant} onMeant={setMeant} />
          <Agreement
            version={version}
            rehearsal={rehearsal}
            overriding={overriding}
            onOverriding={setOverriding}
          />
          <ToldTeams told={rehearsal.told} />
        </>
      )}
      <Refusal refusal={refusal} kept="Nothing was published" />
    </DockPanel>
  );
}

/** What has to be done first, by what stands in the way. */
const NEEDS: Partial<Record<ErrorCode, string>> = {
  bump_too_small: "The number goes up by too little.",
  already_exists: "The number is taken.",
  rename_unconfirmed: "Say of each rename that it is meant.",
  review_missing: "Not everybody has agreed.",
  invalid_input: "Something has to be mended first.",
};
