/** One proposal: where, why, by which way, what it costs, what it changes. Pointing at a reason draws the way to it. */
import { Diamond, DiamondMinus, LocateFixed, TriangleAlert } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { commit } from "../../document/commit";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import type { GateProposal, GateReason } from "../../platform";
import { session } from "../../session/store";
import { draftsOf } from "../findings/fix-all";
import { useRehearsal } from "../findings/rehearsal";
import { designGate, goToHandoff, hideWay, showWay } from "./show";
import { costWords, KIND_WORDS, kindOf, NEED_WORDS } from "./words";

export function Proposal({ proposal }: { readonly proposal: GateProposal }) {
  const { id, act, title, handoff, reasons, cost, notes } = proposal;
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  const lock = useLock();
  const heading = useId();
  const drafts = useMemo(() => draftsOf(proposal.edits), [proposal.edits]);
  const kind = kindOf(proposal);
  const adds = act === "add";
  const apply = async () => {
    setBusy(true);
    const done = await commit(drafts);
    setBusy(false);
    if (!done) return;
    hideWay();
    session.notify({ tone: "success", title, detail: "Ctrl+Z takes it back.", hints: [] });
    if (adds) designGate(handoff);
  };
  const Mark = adds ? Diamond : DiamondMinus;
  return (
    <article
      className="proposal"
      aria-labelledby={heading}
      data-kind={kind}
      data-testid={`proposal-${id}`}
    >
      <header className="proposal__head">
        <Mark size={14} className="gates__mark" aria-hidden />
        <h4 id={heading}>{title}</h4>
        <IconButton
          icon={LocateFixed}
          size={14}
          label={`Show on the drawing: ${title}`}
          onClick={() => goToHandoff(handoff, reasons[0]?.path ?? [])}
        />
      </header>
      <p className="proposal__facts">
        <span className="proposal__kind">{KIND_WORDS[kind]}</span>
        <span>{costWords(cost)}</span>
      </p>
      <ul className="proposal__reasons">
        {reasons.map((reason) => (
          <Reason key={`${reason.subject.id} ${reason.need}`} reason={reason} handoff={handoff} />
        ))}
      </ul>
      <InsteadOf handoffs={proposal.instead_of} />
      {notes.map((note) => (
        <p key={note} className="proposal__note">
          <TriangleAlert size={13} aria-hidden />
          {note}
        </p>
      ))}
      <footer className="proposal__foot">
        <Button
          look="quiet"
          aria-expanded={open}
          data-testid={`preview-${id}`}
          onClick={() => setOpen(!open)}
        >
          {open ? "Hide what changes" : "What changes"}
        </Button>
        <Button
          look={kind === "needed" ? "primary" : "plain"}
          disabled={busy || lock !== null}
          data-testid={`apply-${id}`}
          onClick={() => void apply()}
        >
          {busy ? "Applying…" : adds ? "Put the gate there" : "Take it away"}
        </Button>
      </footer>
      {open && <Changes drafts={drafts} />}
    </article>
  );
}

function Reason({ reason, handoff }: { readonly reason: GateReason; readonly handoff: string }) {
  const { need, message, path } = reason;
  const show = () => showWay(path);
  const words = (
    <>
      {need && <span className="proposal__need">{NEED_WORDS[need]}</span>}
      {message}
    </>
  );
  if (path.length === 0) return <li>{words}</li>;
  return (
    <li>
      <button
        type="button"
        className="proposal__reason"
        title="Show the way on the drawing"
        onPointerEnter={show}
        onPointerLeave={hideWay}
        onFocus={show}
        onBlur={hideWay}
        onClick={() => goToHandoff(handoff, path)}
      >
        {words}
      </button>
    </li>
  );
}

/** One gate for several that would be needed further on. */
function InsteadOf({ handoffs }: { readonly handoffs: readonly string[] }) {
  const names = useDocument((state) =>
    handoffs.map((id) => labelOf(state, { kind: "handoff", id })).join(", "),
  );
  if (handoffs.length === 0) return null;
  return (
    <p className="proposal__instead" title={names}>
      One gate here does for {handoffs.length === 1 ? "another one" : `${handoffs.length} others`}:{" "}
      <bdi>{names}</bdi>
    </p>
  );
}

function Changes({ drafts }: { readonly drafts: Parameters<typeof useRehearsal>[0] }) {
  const rehearsal = useRehearsal(drafts);
  if (rehearsal === null) return <p className="muted">Working out what changes…</p>;
  if ("error" in rehearsal) return <p className="dock-error">{rehearsal.error}</p>;
  return <ChangeList changes={rehearsal.reply.diff} />;
}
