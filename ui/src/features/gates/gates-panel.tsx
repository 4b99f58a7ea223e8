/** Where a person should decide, where nobody needs to, and the gates that stand. */
import { Diamond, PencilRuler, ShieldAlert } from "lucide-react";
import { useEffect, useMemo } from "react";
import { Button, IconButton } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { nameOf, useDocument, useRecords } from "../../document/store";
import { type GateAdvice, platform } from "../../platform";
import { session } from "../../session/store";
import { useAsked } from "../review/use-asked";
import { Proposal } from "./proposal";
import { designGate, goToHandoff, hideWay } from "./show";
import "./gates.css";

export function GatesPanel({ topology }: { readonly topology: string }) {
  const name = useDocument((state) => nameOf(state, "topology", topology));
  const { answer, failure } = useAsked(topology, () => platform().gateAdvice(topology));
  useEffect(() => hideWay, []);
  return (
    <DockPanel title={`Gates of ${name}`} onClose={session.closeDock}>
      {!answer && !failure && <p className="muted">Looking for where people should decide…</p>}
      {failure && (
        <p className="dock-error" role="alert">
          Where gates belong cannot be told: {failure}
        </p>
      )}
      {answer && <Advised advice={answer} />}
      <Standing topology={topology} />
    </DockPanel>
  );
}

function Advised({ advice: { summary, proposals, unguarded } }: { readonly advice: GateAdvice }) {
  const added = proposals.filter(({ act }) => act === "add");
  const removed = proposals.filter(({ act }) => act === "remove");
  return (
    <>
      <p className="gates__summary" role="status" data-testid="gates-summary">
        {summary}
      </p>
      {added.length > 0 && (
        <section aria-label="Gates that are missing">
          <h3 className="gates__title">Put one here</h3>
          {added.map((proposal) => (
            <Proposal key={proposal.id} proposal={proposal} />
          ))}
        </section>
      )}
      {removed.length > 0 && (
        <section aria-label="Gates that nothing needs">
          <h3 className="gates__title">Not needed</h3>
          {removed.map((proposal) => (
            <Proposal key={proposal.id} proposal={proposal} />
          ))}
        </section>
      )}
      {unguarded.length > 0 && (
        <section aria-label="What no gate can guard">
          <h3 className="gates__title">No gate helps here</h3>
          <ul className="gates__open">
            {unguarded.map(({ agent, message }) => (
              <li key={agent}>
                <ShieldAlert size={14} aria-hidden />
                {message}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** The gates that stand, each to be designed. */
function Standing({ topology }: { readonly topology: string }) {
  const handoffs = useRecords("handoff");
  const lock = useLock();
  const gated = useMemo(
    () =>
      [...handoffs.values()].flatMap(({ record }) =>
        record.topology === topology && record.gate ? [record.id] : [],
      ),
    [handoffs, topology],
  );
  // Names as one text, so that only their changes are news.
  const names = useDocument((state) =>
    gated.map((id) => labelOf(state, { kind: "handoff", id })).join("\n"),
  ).split("\n");
  return (
    <section aria-label="Gates that stand">
      <h3 className="gates__title">Gates that stand</h3>
      {gated.length === 0 && (
        <p className="muted">
          None yet. Select a handoff and press <kbd>G</kbd> to put one there.
        </p>
      )}
      <ul className="gates__standing">
        {gated.map((id, i) => (
          <li key={id}>
            <Diamond size={13} className="gates__mark" aria-hidden />
            <Button look="quiet" onClick={() => goToHandoff(id, [])}>
              <bdi>{names[i]}</bdi>
            </Button>
            <IconButton
              icon={PencilRuler}
              label={`Design the gate ${names[i]}`}
              size={14}
              disabled={lock !== null}
              data-testid={`design-${id}`}
              onClick={() => designGate(id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
