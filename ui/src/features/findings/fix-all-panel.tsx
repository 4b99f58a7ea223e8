/** Every fix that needs nobody's decision: looked at one by one, applied together. */
import { Check } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { Words } from "../../components/words";
import { commit } from "../../document/commit";
import { useDocument } from "../../document/store";
import { session } from "../../session/store";
import { draftsOf, type SafeFix, safeFixes, together } from "./fix-all";
import { findingsAfter, useRehearsal } from "./rehearsal";

/** Lines of a long list that are shown; the others are counted, and done all the same. */
const SHOWN = 100;

export function FixAllPanel() {
  const findings = useDocument((state) => state.findings);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [details, setDetails] = useState(false);
  const { now, later } = useMemo(() => together(safeFixes(findings)), [findings]);
  const chosen = useMemo(() => now.filter(({ finding }) => !left.has(finding.key)), [now, left]);
  const drafts = useMemo(() => chosen.flatMap(({ fix }) => draftsOf(fix.edits)), [chosen]);
  const rehearsal = useRehearsal(drafts);
  const reply = rehearsal && "reply" in rehearsal ? rehearsal.reply : null;

  const after = reply ? findingsAfter(findings, reply) : findings.length;

  const toggle = (key: string) =>
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  const apply = async () => {
    setBusy(true);
    const done = await commit(drafts);
    setBusy(false);
    if (!done) return;
    session.notify({
      tone: "success",
      title: chosen.length === 1 ? "1 fix applied" : `${chosen.length} fixes applied`,
      detail: "Ctrl+Z takes all of them back.",
      hints: [],
    });
    if (safeFixes(useDocument.getState().findings).length === left.size) session.closeDock();
  };
  if (now.length === 0) {
    return (
      <DockPanel title="Safe fixes" onClose={session.closeDock}>
        <p className="dock-note">
          There is nothing left to fix without somebody's decision. The other findings are in the
          list.
        </p>
      </DockPanel>
    );
  }
  return (
    <DockPanel
      title="Safe fixes"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" data-testid="fix-all-cancel" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            data-testid="fix-all-apply"
            disabled={busy || chosen.length === 0 || reply === null}
            onClick={() => void apply()}
          >
            {busy ? "Applying…" : `Apply ${chosen.length}`}
          </Button>
        </>
      }
    >
      <p>These need nobody's decision. Untick what you would rather look at yourself.</p>
      <ul className="fix-all">
        {now.slice(0, SHOWN).map((each) => (
          <FixLine
            key={each.finding.key}
            each={each}
            checked={!left.has(each.finding.key)}
            onToggle={toggle}
          />
        ))}
      </ul>
      {now.length > SHOWN && (
        <p className="muted">and {now.length - SHOWN} more of the same kind</p>
      )}
      {later.length > 0 && (
        <p className="dock-note">
          {later.length} more change the same records; they are offered again afterwards.
        </p>
      )}
      {rehearsal && "error" in rehearsal && <p className="dock-error">{rehearsal.error}</p>}
      {reply && chosen.length > 0 && (
        <section className="fix-all__effect" aria-label="What changes">
          {after !== findings.length && (
            <p className="muted">
              Findings: {findings.length} now, {after} afterwards.
            </p>
          )}
          <Button aria-expanded={details} onClick={() => setDetails(!details)}>
            {details ? "Hide" : "Show"}{" "}
            {reply.diff.length === 1
              ? "the changed record"
              : `the ${reply.diff.length} changed records`}
          </Button>
          {details && <ChangeList changes={reply.diff.slice(0, SHOWN)} />}
        </section>
      )}
    </DockPanel>
  );
}

interface FixLineProps {
  readonly each: SafeFix;
  readonly checked: boolean;
  readonly onToggle: (key: string) => void;
}

function FixLine({ each: { finding, fix }, checked, onToggle }: FixLineProps) {
  return (
    <li>
      <label className="check">
        <input type="checkbox" checked={checked} onChange={() => onToggle(finding.key)} />
        <span className="check__mark" aria-hidden>
          <Check size={11} />
        </span>
        <span>
          {fix.title}
          <span className="fix-all__why">
            <Words text={finding.message} />
          </span>
        </span>
      </label>
    </li>
  );
}
