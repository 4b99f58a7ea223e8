/** What turning a supervisor into a chain, or back, would do: before and after, what stays, what somebody has to do; then one press. */
import { ArrowLeft, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { commit } from "../../document/commit";
import { useLock } from "../../document/lock";
import { nameOf, useDocument } from "../../document/store";
import type { Finding, MovedHandoff, Restructured } from "../../platform";
import { session } from "../../session/store";
import { draftsOf } from "../findings/fix-all";
import { findingsAfter, useRehearsal } from "../findings/rehearsal";
import { PATTERNS } from "../inspector/handoff/words";
import { type Link, PatternPicture } from "./picture";

export interface RestructurePanelProps {
  readonly topology: string;
  readonly plan: Restructured;
}

export function RestructurePanel({ topology, plan }: RestructurePanelProps) {
  const { pattern, agents, moves, notes } = plan;
  const lock = useLock();
  const [busy, setBusy] = useState(false);
  const drafts = useMemo(() => draftsOf(plan.edits), [plan.edits]);
  const rehearsal = useRehearsal(drafts);
  const findings = useDocument((state) => state.findings);
  const names = useDocument((state) => agents.map((id) => nameOf(state, "agent", id)).join("\n"));
  const title = `Turn into a ${PATTERNS[pattern].toLowerCase()}`;
  const back = () =>
    session.show({ show: "patterns", topology, agents: [], shown: null, plan: null });
  const apply = async () => {
    setBusy(true);
    const done = await commit(drafts);
    setBusy(false);
    if (!done) return;
    session.notify({ tone: "success", title, detail: "Ctrl+Z takes it back.", hints: [] });
    back();
  };
  const labels = names.split("\n");
  const reply = rehearsal && "reply" in rehearsal ? rehearsal.reply : null;
  const left = reply ? findingsAfter(findings, reply) : null;
  return (
    <DockPanel
      title={title}
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" icon={ArrowLeft} data-testid="restructure-back" onClick={back}>
            Back
          </Button>
          <Button
            look="primary"
            disabled={busy || lock !== null || reply === null}
            data-testid="restructure-apply"
            onClick={() => void apply()}
          >
            {busy ? "Applying…" : "Apply"}
          </Button>
        </>
      }
    >
      <div className="restructure__pictures">
        <PatternPicture
          title="Before"
          agents={agents}
          names={labels}
          links={linksOf(moves, "before")}
        />
        <PatternPicture
          title="After"
          agents={agents}
          names={labels}
          links={linksOf(moves, "after")}
        />
      </div>
      <Kept moves={moves} />
      {notes.length > 0 && (
        <section aria-label="To do afterwards">
          <h3 className="patterns__title">To do afterwards</h3>
          <ul className="restructure__notes">
            {notes.map((note) => (
              <li key={note}>
                <TriangleAlert size={13} aria-hidden />
                {note}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Added findings={plan.adds ?? []} />
      {rehearsal === null && <p className="muted">Working out what changes…</p>}
      {rehearsal && "error" in rehearsal && <p className="dock-error">{rehearsal.error}</p>}
      {left !== null && left !== findings.length && (
        <p className="muted">
          Findings: {findings.length} now, {left} afterwards.
        </p>
      )}
      {reply && (
        <details className="restructure__changes">
          <summary>
            {moves.length} {moves.length === 1 ? "handoff changes" : "handoffs change"}
          </summary>
          <ChangeList changes={reply.diff} />
        </details>
      )}
    </DockPanel>
  );
}

/** What the rules would say of the result and do not say now. */
function Added({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <section aria-label="New findings" data-testid="restructure-adds">
      <h3 className="patterns__title">New findings</h3>
      <ul className="restructure__notes">
        {findings.map(({ key, severity, code, message }) => (
          <li key={key}>
            <TriangleAlert size={13} aria-hidden />
            <span>
              <b>
                {severity} {code}
              </b>{" "}
              {message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Everything but the ends and the mode. */
function Kept({ moves }: { readonly moves: readonly MovedHandoff[] }) {
  const contracts = new Set(moves.flatMap(({ contract }) => contract ?? [])).size;
  const owned = moves.filter((move) => move.owned).length;
  return (
    <ul className="restructure__kept" data-testid="restructure-kept">
      <li>
        <b>{moves.length}</b> {moves.length === 1 ? "handoff is" : "handoffs are"} joined in another
        way
      </li>
      <li>
        <b>{contracts}</b> {contracts === 1 ? "contract stays" : "contracts stay"}
      </li>
      <li>
        <b>{owned}</b> {owned === 1 ? "handoff keeps its" : "handoffs keep their"} owners
      </li>
      <li>
        <b>0</b> agents or handoffs come or go
      </li>
    </ul>
  );
}

function linksOf(moves: readonly MovedHandoff[], when: "before" | "after"): Link[] {
  return moves.flatMap(({ handoff, from_before, from_after, to, mode_before, mode_after }) => {
    const from = when === "before" ? from_before : from_after;
    const mode = when === "before" ? mode_before : mode_after;
    return to === null ? [] : [{ id: handoff, from, to, calls: mode === "delegate" }];
  });
}
