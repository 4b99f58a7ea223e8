/** Announces that a version ends: from when it is known, and the day on which it ends. */
import { Sunset } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Field } from "../../components/field";
import { InstantInput } from "../../components/instant-input";
import { dayOf } from "../../components/instant-text";
import { perform } from "../../document/commit";
import { type ContractVersion, type ErrorReply, platform } from "../../platform";
import { session } from "../../session/store";
import { Refusal } from "./refusal";
import "./panels.css";

export function DeprecatePanel({ version }: { readonly version: ContractVersion }) {
  const [notice, setNotice] = useState(version.notice_date ?? dayOf(new Date()));
  const [sunset, setSunset] = useState(version.sunset_date ?? "");
  const [refusal, setRefusal] = useState<ErrorReply | null>(null);
  const [busy, setBusy] = useState(false);
  const keep = (set: (value: string) => void) => (value: string) => {
    set(value);
    return true;
  };
  const confirm = async () => {
    setBusy(true);
    const error = await perform(() =>
      platform().deprecateVersion(version.contract, version.version, notice || null, sunset),
    );
    setBusy(false);
    setRefusal(error);
    if (error === null) session.closeDock();
  };
  return (
    <DockPanel
      title={`Deprecate ${version.version}`}
      onClose={session.closeDock}
      footer={
        <>
          {sunset === "" && (
            <span className="act__needs" role="status">
              Say on which day it ends.
            </span>
          )}
          <Button look="quiet" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            icon={Sunset}
            data-testid="deprecate-confirm"
            disabled={busy || sunset === ""}
            onClick={() => void confirm()}
          >
            Deprecate
          </Button>
        </>
      }
    >
      <p className="act__intro">
        <span className="mono">{version.id}</span> goes on working until it ends. The teams that use
        it are told now, and again when the end is near.
      </p>
      <Field label="Notice given">
        {(id) => <InstantInput id={id} what="date" value={notice} onCommit={keep(setNotice)} />}
      </Field>
      <Field label="Ends">
        {(id) => <InstantInput id={id} what="date" value={sunset} onCommit={keep(setSunset)} />}
      </Field>
      <Refusal refusal={refusal} kept="Nothing was changed" />
    </DockPanel>
  );
}
