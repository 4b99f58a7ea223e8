/** What a fix would change, from a dry run, before anybody agrees to it. */
import { ShieldCheck, UserRound } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { commit } from "../../document/commit";
import { useDocument } from "../../document/store";
import type { Fix } from "../../platform";
import { session } from "../../session/store";
import { FindingCard } from "./finding-card";
import { draftsOf } from "./fix-all";
import { findingsAfter, useRehearsal } from "./rehearsal";

export interface FixPanelProps {
  readonly findingKey: string;
  readonly fix: number;
}

export function FixPanel({ findingKey, fix }: FixPanelProps) {
  const finding = useDocument((state) =>
    state.findings.find((candidate) => candidate.key === findingKey),
  );
  const findings = useDocument((state) => state.findings);
  const chosen = finding?.fixes[fix];
  const drafts = useMemo(() => draftsOf(chosen?.edits ?? []), [chosen]);
  const rehearsal = useRehearsal(drafts);
  const [busy, setBusy] = useState(false);

  if (!finding || !chosen) {
    return (
      <DockPanel title="Fix" onClose={session.closeDock}>
        <p className="dock-note">This finding is gone: something else has mended it.</p>
      </DockPanel>
    );
  }
  const apply = async () => {
    setBusy(true);
    const done = await commit(drafts);
    setBusy(false);
    if (!done) return;
    session.closeDock();
    session.notify({
      tone: "success",
      title: chosen.title,
      detail: "Ctrl+Z takes it back.",
      hints: [],
    });
  };
  const reply = rehearsal && "reply" in rehearsal ? rehearsal.reply : null;
  const left = reply ? findingsAfter(findings, reply) : null;
  return (
    <DockPanel
      title="Fix"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" data-testid="fix-cancel" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            data-testid="fix-apply"
            disabled={busy || reply === null}
            onClick={() => void apply()}
          >
            {busy ? "Applying…" : "Apply"}
          </Button>
        </>
      }
    >
      <FindingCard finding={finding} />
      {finding.fixes.length > 1 ? (
        <fieldset className="choices">
          <legend>{finding.fixes.length} ways to mend it</legend>
          {finding.fixes.map((option, i) => (
            <label key={option.title} className="choices__one">
              <input
                type="radio"
                name="fix"
                checked={i === fix}
                data-testid={`fix-choice-${i}`}
                onChange={() => session.show({ show: "fix", finding: findingKey, fix: i })}
              />
              <span>
                {option.title}
                <Safety fix={option} />
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <h3 className="dock-heading">
          {chosen.title}
          <Safety fix={chosen} />
        </h3>
      )}
      {!chosen.safe && (
        <p className="dock-note">
          Somebody has to decide this one: look at the values below, and change them afterwards if
          another one is right.
        </p>
      )}
      {rehearsal === null && <p className="muted">Working out what changes…</p>}
      {rehearsal && "error" in rehearsal && <p className="dock-error">{rehearsal.error}</p>}
      {reply && <ChangeList changes={reply.diff} />}
      {left !== null && left !== findings.length && (
        <p className="muted">
          Findings: {findings.length} now, {left} afterwards.
        </p>
      )}
    </DockPanel>
  );
}

/** Whether anybody has to think about it. */
function Safety({ fix }: { readonly fix: Fix }) {
  const Mark = fix.safe ? ShieldCheck : UserRound;
  return (
    <span className={`fix__safety ${fix.safe ? "is-safe" : ""}`}>
      <Mark size={12} aria-hidden />
      {fix.safe ? "Safe" : "Needs your decision"}
    </span>
  );
}
