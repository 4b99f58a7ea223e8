/** What an improvement would change, in records and in what becomes of requests, before anybody agrees to it. */
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { commit } from "../../document/commit";
import { useLock } from "../../document/lock";
import { revisionOf, useDocument } from "../../document/store";
import type { SimulationImprovement } from "../../platform";
import { session, useSession } from "../../session/store";
import { draftsOf } from "../findings/fix-all";
import { useRehearsal } from "../findings/rehearsal";
import { Differences } from "./differences";
import { askedOf, compare } from "./run";
import { RunProgress } from "./run-progress";
import { runSimulation, showSimulation } from "./show";
import { useComparison } from "./use-comparison";
import "./simulation.css";

export interface ImprovementPanelProps {
  readonly topology: string;
  readonly improvement: SimulationImprovement;
}

export function ImprovementPanel({ topology, improvement }: ImprovementPanelProps) {
  const { title, edits, note } = improvement;
  const settings = useSession((state) => state.simulation);
  const run = useSession((state) => state.run);
  const locked = useLock() !== null;
  const outdated = useDocument((state) =>
    edits.some(
      ({ kind, id, base_revision: seen }) =>
        seen !== null && revisionOf(state, kind, id) !== Number(seen),
    ),
  );
  const drafts = useMemo(() => draftsOf(edits), [edits]);
  const rehearsal = useRehearsal(drafts);
  const [busy, setBusy] = useState(false);
  const { comparison, failure, asking } = useComparison(
    outdated ? null : askedOf(topology, settings),
    outdated ? null : askedOf(topology, settings, [...edits]),
    compare,
  );
  const reply = rehearsal && "reply" in rehearsal ? rehearsal.reply : null;
  const apply = async () => {
    setBusy(true);
    const done = await commit(drafts);
    setBusy(false);
    if (!done) return;
    runSimulation(topology);
    session.notify({ tone: "success", title, detail: "Ctrl+Z takes it back.", hints: [] });
  };
  return (
    <DockPanel
      title="Improvement"
      onClose={() => showSimulation(topology)}
      footer={
        <>
          <Button
            look="quiet"
            data-testid="improvement-back"
            onClick={() => showSimulation(topology)}
          >
            Back
          </Button>
          <Button
            look="primary"
            data-testid="improvement-apply"
            disabled={busy || locked || outdated || reply === null}
            onClick={() => void apply()}
          >
            {busy ? "Applying…" : "Apply"}
          </Button>
        </>
      }
    >
      <h3 className="dock-heading">{title}</h3>
      {note && <p className="dock-note sim-note">{note}</p>}
      {outdated && (
        <p className="dock-note" role="status">
          What it would change has changed meanwhile. Go back and look for it again.
        </p>
      )}
      {rehearsal === null && !outdated && <p className="muted">Working out what changes…</p>}
      {rehearsal && "error" in rehearsal && <p className="dock-error">{rehearsal.error}</p>}
      {reply && !outdated && <ChangeList changes={reply.diff} />}
      <section aria-label="What it would do" aria-busy={asking} data-testid="improvement-effect">
        <h3 className="sim__title">What it would do</h3>
        {run && <RunProgress run={run} />}
        {failure && (
          <p className="dock-error" role="alert">
            What it would do cannot be told: {failure.message}
          </p>
        )}
        {comparison && (
          <Differences differences={comparison.differences} names={["Now", "Improved"]} />
        )}
      </section>
    </DockPanel>
  );
}
