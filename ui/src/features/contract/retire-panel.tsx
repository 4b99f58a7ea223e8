/** Takes a deprecated version out of use; where it is too early or still used, only after that was read. */
import { PackageX } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { perform } from "../../document/commit";
import { type ContractVersion, type ErrorReply, platform } from "../../platform";
import { session } from "../../session/store";
import { Refusal } from "./refusal";
import "./panels.css";

export function RetirePanel({ version }: { readonly version: ContractVersion }) {
  const [refusal, setRefusal] = useState<ErrorReply | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async (anyway: boolean) => {
    setBusy(true);
    const error = await perform(() =>
      platform().retireVersion(version.contract, version.version, anyway),
    );
    setBusy(false);
    setRefusal(error);
    if (error === null) session.closeDock();
  };
  return (
    <DockPanel
      title={`Retire ${version.version}`}
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" onClick={session.closeDock}>
            Keep it
          </Button>
          <Button
            look={refusal ? "danger" : "primary"}
            icon={PackageX}
            data-testid="retire-confirm"
            disabled={busy}
            onClick={() => void confirm(refusal !== null)}
          >
            {refusal ? "Retire it anyway" : "Retire"}
          </Button>
        </>
      }
    >
      <p className="act__intro">
        <span className="mono">{version.id}</span> is out of use from now on: whatever still sends
        it is rejected.
      </p>
      <Refusal refusal={refusal} kept="Nothing was retired" />
    </DockPanel>
  );
}
