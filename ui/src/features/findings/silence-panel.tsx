/** Putting a finding away, with the reason that everybody will read. */
import { useId, useMemo, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { nameOf, useDocument } from "../../document/store";
import { session } from "../../session/store";
import { useKeptWords } from "../unsent/kept-words";
import { FindingCard } from "./finding-card";
import { silence } from "./silence";

export function SilencePanel({ findingKey }: { readonly findingKey: string }) {
  const finding = useDocument((state) => state.findings.find(({ key }) => key === findingKey));
  const place = useDocument((state) =>
    finding?.topology ? nameOf(state, "topology", finding.topology) : null,
  );
  const form = useMemo(() => ({ show: "silence", finding: findingKey }) as const, [findingKey]);
  const [reason, setReason] = useKeptWords({
    kind: finding?.subject.kind ?? "silence",
    id: finding?.subject.id ?? "",
    field: `silence ${findingKey}`,
    label: "Why a finding may stand",
    form,
  });
  const [everywhere, setEverywhere] = useState(false);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const id = useId();

  if (!finding) {
    return (
      <DockPanel title="Silence" onClose={session.closeDock}>
        <p className="dock-note">This finding is gone: something else has mended it.</p>
      </DockPanel>
    );
  }
  const lacking = reason.trim() === "";
  const confirm = async () => {
    setAsked(true);
    if (lacking) return document.getElementById(id)?.focus();
    setBusy(true);
    const done = await silence(finding, reason.trim(), everywhere ? null : finding.topology);
    setBusy(false);
    if (done) session.closeDock();
  };
  return (
    <DockPanel
      title="Silence"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" data-testid="silence-cancel" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            data-testid="silence-apply"
            disabled={busy}
            onClick={() => void confirm()}
          >
            Silence
          </Button>
        </>
      }
    >
      <FindingCard finding={finding} />
      <p className="muted">
        It stays in the list of silenced findings with your reason, and can speak again at any time.
      </p>
      <div className="field">
        <label className="field__label" htmlFor={id}>
          Why it may stand
        </label>
        <textarea
          id={id}
          rows={3}
          className="input"
          data-testid="silence-reason"
          aria-required
          aria-invalid={asked && lacking}
          aria-describedby={asked && lacking ? `${id}-lacking` : undefined}
          placeholder="For example: the vendor answers for this one, see its contract"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void confirm();
          }}
        />
        {asked && lacking && (
          <p id={`${id}-lacking`} className="dock-error" role="alert">
            Say why: others will read the reason instead of the finding.
          </p>
        )}
      </div>
      {place === null ? (
        <p className="muted">
          It is about something that all topologies share: silenced everywhere.
        </p>
      ) : (
        <fieldset className="choices">
          <legend>Where</legend>
          {[false, true].map((all) => (
            <label key={String(all)} className="choices__one">
              <input
                type="radio"
                name={`${id}-where`}
                checked={everywhere === all}
                data-testid={all ? "silence-everywhere" : "silence-here"}
                onChange={() => setEverywhere(all)}
              />
              {all ? "Everywhere" : `In ${place} only`}
            </label>
          ))}
        </fieldset>
      )}
    </DockPanel>
  );
}
