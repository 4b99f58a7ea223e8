/** What stands before a version is published: the verdict, the number, renames to acknowledge, and who still has to agree. */
import { PackageCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Field, Select, TextInput } from "../../components/field";
import { useRecords } from "../../document/store";
import type { ContractVersion, ErrorReply } from "../../platform";
import { session } from "../../session/store";
import { publish } from "./perform";
import { Refusal } from "./refusal";
import { useClearance } from "./use-clearance";
import { useJudgement } from "./use-judgement";
import { VerdictPanel } from "./verdict-panel";
import { listed } from "./words";
import "./panels.css";

export function PublishPanel({ version }: { readonly version: ContractVersion }) {
  const judged = useJudgement(version);
  const { clearance } = useClearance(version.id);
  const [meant, setMeant] = useState<readonly string[]>([]);
  const [reason, setReason] = useState("");
  const [team, setTeam] = useState("");
  const [refusal, setRefusal] = useState<ErrorReply | null>(null);
  const [busy, setBusy] = useState(false);
  const renames = judged.judgement?.renames ?? [];
  const open = renames.filter(({ pointer }) => !meant.includes(pointer));
  const waits = clearance !== null && !GOES_ON.has(clearance.state);
  const asksOverride = waits || refusal?.code === "review_missing";
  const confirm = async () => {
    setBusy(true);
    const override = reason === "" ? null : { reason, team: team || null };
    const error = await publish(version, meant, override);
    setBusy(false);
    setRefusal(error);
    if (error) return;
    session.closeDock();
    session.notify({
      tone: "success",
      title: `${version.id} is published`,
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
          {open.length > 0 && (
            <span className="act__needs" role="status">
              Say of each rename that it is meant.
            </span>
          )}
          <Button look="quiet" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            icon={PackageCheck}
            data-testid="publish-confirm"
            disabled={busy || open.length > 0}
            onClick={() => void confirm()}
          >
            Publish
          </Button>
        </>
      }
    >
      <p className="act__intro">
        Once published, <span className="mono">{version.id}</span> never changes again.
      </p>
      <VerdictPanel judged={judged} />
      {renames.length > 0 && (
        <fieldset className="act__part">
          <legend>Renames</legend>
          {renames.map(({ pointer, message }) => (
            <label key={pointer} className="act__check">
              <input
                type="checkbox"
                checked={meant.includes(pointer)}
                onChange={({ target }) =>
                  setMeant((before) =>
                    target.checked
                      ? [...before, pointer]
                      : before.filter((other) => other !== pointer),
                  )
                }
              />
              <span>{message}: this is meant.</span>
            </label>
          ))}
        </fieldset>
      )}
      {clearance !== null && (
        <p className={waits ? "dock-note" : "act__intro"} data-testid="publish-review">
          {STANDS[clearance.state]}
          {clearance.state === "waiting" && ` ${listed(clearance.teams)}.`}
        </p>
      )}
      {asksOverride && (
        <Override reason={reason} team={team} onReason={setReason} onTeam={setTeam} />
      )}
      <Refusal refusal={refusal} kept="Nothing was published" />
    </DockPanel>
  );
}

const GOES_ON: ReadonlySet<string> = new Set(["not_needed", "approved", "overridden"]);

const STANDS = {
  not_needed: "Nobody else has to agree.",
  approved: "Everybody who was asked agreed to exactly this.",
  waiting: "These teams have not agreed yet:",
  stale: "It was changed since it was reviewed. Ask again.",
  rejected: "A team objected.",
  overridden: "A platform team decided to go on without everybody's word.",
};

interface OverrideProps {
  readonly reason: string;
  readonly team: string;
  readonly onReason: (reason: string) => void;
  readonly onTeam: (team: string) => void;
}

function Override({ reason, team, onReason, onTeam }: OverrideProps) {
  const teams = useRecords("team");
  const platforms = [...teams.values()].filter(({ record }) => record.platform === true);
  return (
    <fieldset className="act__part">
      <legend>Go on without everybody's word</legend>
      <p className="inspector__hint">
        A platform team may. It is recorded with its name and this reason.
      </p>
      <Field label="Reason" tall>
        {(id) => (
          <TextInput
            id={id}
            multiline
            value={reason}
            placeholder="Why it cannot wait"
            data-testid="override-reason"
            onCommit={onReason}
          />
        )}
      </Field>
      {platforms.length > 1 && (
        <Field label="Platform team">
          {(id) => (
            <Select
              id={id}
              value={team}
              none="Your own"
              options={platforms.map(({ record }) => ({ value: record.id, label: record.name }))}
              onChange={onTeam}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}
