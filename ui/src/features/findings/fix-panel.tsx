/** What a fix would change, from a dry run, before anybody agrees to it. */
import { useEffect, useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { SeverityMark } from "../../components/severity";
import { Words } from "../../components/words";
import { commit, rehearse } from "../../document/commit";
import type { Draft } from "../../document/drafts";
import { useDocument } from "../../document/store";
import { asPlatformError, type EditCommand, type EditReply } from "../../platform";
import { session } from "../../session/store";

export interface FixPanelProps {
  readonly findingKey: string;
  readonly fix: number;
}

type Rehearsal = { readonly reply: EditReply } | { readonly error: string } | null;

export function FixPanel({ findingKey, fix }: FixPanelProps) {
  const finding = useDocument((state) =>
    state.findings.find((candidate) => candidate.key === findingKey),
  );
  const before = useDocument((state) => state.findings.length);
  const chosen = finding?.fixes[fix];
  const rehearsal = useRehearsal(chosen?.edits);
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
    const done = await commit(draftsOf(chosen.edits));
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
  const left = rehearsal && "reply" in rehearsal ? rehearsal.reply.findings.length : null;
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
            disabled={busy || left === null}
            onClick={() => void apply()}
          >
            Apply
          </Button>
        </>
      }
    >
      <div className="fix__finding">
        <SeverityMark severity={finding.severity} />
        <div>
          <p>
            <Words text={finding.message} />
          </p>
          <p className="muted">
            <Words text={finding.why} />
          </p>
        </div>
      </div>
      {finding.fixes.length > 1 && (
        <div className="fix__choices" role="radiogroup" aria-label="Ways to fix it">
          {finding.fixes.map((option, i) => (
            <label key={option.title} className="fix__choice">
              <input
                type="radio"
                name="fix"
                checked={i === fix}
                onChange={() => session.show({ show: "fix", finding: findingKey, fix: i })}
              />
              {option.title}
            </label>
          ))}
        </div>
      )}
      <h3 className="dock-heading">{chosen.title}</h3>
      {!chosen.safe && (
        <p className="dock-note">
          Review this one: it chooses a value that you may want to change afterwards.
        </p>
      )}
      {rehearsal === null && <p className="muted">Working out what changes…</p>}
      {rehearsal && "error" in rehearsal && <p className="dock-error">{rehearsal.error}</p>}
      {rehearsal && "reply" in rehearsal && <ChangeList changes={rehearsal.reply.diff} />}
      {left !== null && left !== before && (
        <p className="muted">
          Findings: {before} now, {left} afterwards.
        </p>
      )}
    </DockPanel>
  );
}

function useRehearsal(edits: EditCommand[] | undefined): Rehearsal {
  const revision = useDocument((state) => state.revision);
  const [rehearsal, setRehearsal] = useState<Rehearsal>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a fix changes depends on the revision it meets.
  useEffect(() => {
    if (!edits) return;
    let current = true;
    rehearse(draftsOf(edits)).then(
      (reply) => current && setRehearsal({ reply }),
      (reason: unknown) => current && setRehearsal({ error: asPlatformError(reason).message }),
    );
    return () => {
      current = false;
    };
  }, [edits, revision]);
  return rehearsal;
}

function draftsOf(edits: readonly EditCommand[]): Draft[] {
  return edits.map(
    ({ base_revision: _base, operation_id: _operation, ...draft }) => draft as Draft,
  );
}
