/** What a team answers for, given to another team: chosen, weighed and rehearsed, then one edit. */
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { Picker } from "../../components/picker";
import { acknowledged } from "../../document/commit";
import { useLock } from "../../document/lock";
import { useRecords } from "../../document/store";
import { type OwnedRecord, platform, type RecordKey } from "../../platform";
import { session } from "../../session/store";
import { useAnswer } from "../audit/use-answer";
import { ImpactSection } from "../impact/impact-section";
import { RecordLink } from "../inspector/record/record-link";
import { kindNames } from "../registry/kinds";
import "./ownership.css";

export function TransferOwnershipPanel({ from: first }: { readonly from: string | null }) {
  const [from, setFrom] = useState(first ?? "");
  const [to, setTo] = useState("");
  const teams = useRecords("team");
  const options = useMemo(
    () =>
      [...teams.values()]
        .map(({ record }) => ({ value: record.id, label: record.name }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [teams],
  );
  const others = options.filter(({ value }) => value !== from);
  return from === "" ? (
    <DockPanel title="Hand over" onClose={session.closeDock}>
      <p className="muted">Choose the team that hands over what it answers for.</p>
      <Picker
        aria-label="The team that hands over"
        value={from}
        options={options}
        placeholder="Type a team's name"
        onChange={setFrom}
      />
    </DockPanel>
  ) : (
    <Transfer
      key={from}
      from={from}
      to={to}
      teams={options}
      others={others}
      onTo={setTo}
      onFrom={setFrom}
    />
  );
}

interface TransferProps {
  readonly from: string;
  readonly to: string;
  readonly teams: readonly { readonly value: string; readonly label: string }[];
  readonly others: readonly { readonly value: string; readonly label: string }[];
  readonly onFrom: (team: string) => void;
  readonly onTo: (team: string) => void;
}

function Transfer({ from, to, teams, others, onFrom, onTo }: TransferProps) {
  const { answer: owned, failure } = useAnswer(`owned ${from}`, () =>
    platform().ownedRecords(from),
  );
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [weighing, setWeighing] = useState(false);
  const locked = useLock() !== null;
  const chosen = (owned ?? []).filter(({ key }) => !left.has(idOf(key)));
  const keys = chosen.map(({ key }) => key);
  const ready = to !== "" && keys.length > 0;
  const apply = async () => {
    setBusy(true);
    const done = await acknowledged(
      () => platform().transferOwnership(from, to, keys, false),
      "Nothing was handed over",
      [],
    );
    setBusy(false);
    if (done) session.closeDock();
  };
  return (
    <DockPanel
      title="Hand over"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            disabled={busy || locked || !ready}
            data-testid="transfer-apply"
            onClick={() => void apply()}
          >
            {busy ? "Handing over…" : `Hand over ${keys.length}`}
          </Button>
        </>
      }
    >
      <div className="hand-over__teams">
        <div className="hand-over__team">
          <span className="field__label">From</span>
          <Picker
            aria-label="The team that hands over"
            value={from}
            options={teams}
            onChange={onFrom}
          />
        </div>
        <div className="hand-over__team">
          <span className="field__label">To</span>
          <Picker
            aria-label="The team that takes over"
            value={to}
            options={others}
            placeholder="Type a team's name"
            data-testid="transfer-to"
            onChange={onTo}
          />
        </div>
      </div>
      {failure && (
        <p className="dock-error" role="alert">
          {failure.message}
        </p>
      )}
      {owned?.length === 0 && (
        <p className="muted">This team answers for nothing: there is nothing to hand over.</p>
      )}
      {owned && owned.length > 0 && (
        <Owned
          owned={owned}
          left={left}
          onChange={(keys, take) =>
            setLeft((before) => {
              const next = new Set(before);
              for (const key of keys) take ? next.delete(idOf(key)) : next.add(idOf(key));
              return next;
            })
          }
        />
      )}
      {owned && owned.length > 0 && !weighing && (
        <Button
          className="page__ask"
          data-testid="transfer-impact"
          onClick={() => setWeighing(true)}
        >
          What would be left without an owner if nobody took over?
        </Button>
      )}
      {weighing && (
        <ImpactSection
          question={{ ask: "responder_removed", kind: "team", id: from }}
          title="If nobody took over"
        />
      )}
      {ready && <Preview from={from} to={to} only={keys} />}
    </DockPanel>
  );
}

interface OwnedProps {
  readonly owned: readonly OwnedRecord[];
  readonly left: ReadonlySet<string>;
  readonly onChange: (keys: readonly RecordKey[], take: boolean) => void;
}

function Owned({ owned, left, onChange }: OwnedProps) {
  const kinds = [...new Set(owned.map(({ key }) => key.kind))];
  return (
    <>
      {kinds.map((kind) => {
        const records = owned.filter(({ key }) => key.kind === kind);
        const all = records.every(({ key }) => !left.has(idOf(key)));
        return (
          <fieldset key={kind} className="hand-over__kind">
            <legend>
              <label>
                <input
                  type="checkbox"
                  checked={all}
                  onChange={() =>
                    onChange(
                      records.map(({ key }) => key),
                      !all,
                    )
                  }
                />
                {kindNames(kind)} ({records.length})
              </label>
            </legend>
            <ul>
              {records.map(({ key, name, roles }) => (
                <li key={key.id}>
                  <input
                    type="checkbox"
                    aria-label={`Hand over ${name}`}
                    checked={!left.has(idOf(key))}
                    onChange={(event) => onChange([key], event.target.checked)}
                  />
                  <RecordLink subject={key} label={name} note={roles.join(", ")} />
                </li>
              ))}
            </ul>
          </fieldset>
        );
      })}
    </>
  );
}

interface PreviewProps {
  readonly from: string;
  readonly to: string;
  readonly only: readonly RecordKey[];
}

function Preview({ from, to, only }: PreviewProps) {
  const { answer, failure } = useAnswer(`transfer ${from} ${to} ${only.map(idOf).join(" ")}`, () =>
    platform().transferOwnership(from, to, [...only], true),
  );
  if (failure)
    return (
      <p className="dock-error" role="alert">
        {failure.message} {failure.hints.join(" ")}
      </p>
    );
  if (!answer) return <p className="muted">Working out what changes…</p>;
  const told = answer.diff.filter(({ kind }) => kind === "notice").length;
  return (
    <section aria-label="What changes" data-testid="transfer-preview">
      <h3 className="dock-heading">What changes</h3>
      {told > 0 && (
        <p className="muted">
          {told === 1 ? "One notice is" : `${told} notices are`} written for the teams.
        </p>
      )}
      <ChangeList changes={answer.diff.filter(({ kind }) => kind !== "notice")} />
    </section>
  );
}

function idOf({ kind, id }: RecordKey): string {
  return `${kind}:${id}`;
}
