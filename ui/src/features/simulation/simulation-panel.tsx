/** How requests fare in a topology: run it, and read from the top what became of them and what would help. */
import { Columns2, RotateCw } from "lucide-react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Switch } from "../../components/field";
import { isStale } from "../../document/simulated";
import { nameOf, useDocument } from "../../document/store";
import type { ErrorReply } from "../../platform";
import type { SimulationResult } from "../../session/simulation";
import { session, useSession } from "../../session/store";
import { Result } from "./result";
import { RunForm } from "./run-form";
import { runSimulation, showComparison } from "./show";
import { useConditionsName } from "./use-conditions-name";
import { askedWords } from "./words";
import "./simulation.css";

export function SimulationPanel({ topology }: { readonly topology: string }) {
  const name = useDocument((state) => nameOf(state, "topology", topology));
  const result = useSession((state) => state.simulated[topology]);
  const running = useSession((state) => state.run !== null);
  const refused = useSession(({ refused: of }) => (of?.topology === topology ? of.error : null));
  return (
    <DockPanel title={`Simulation of ${name}`} onClose={session.closeDock}>
      <RunForm topology={topology} again={result !== undefined} />
      {refused && <Refused error={refused} />}
      {!result && !running && !refused && (
        <p className="sim__aside">
          Sends requests through the drawing while things go wrong, and tells how they end: how many
          are resolved, where the others die, and what would help most.
        </p>
      )}
      {result && (
        <div className="sim-result" aria-busy={running}>
          <Head topology={topology} result={result} />
          <Result found={result.found} />
        </div>
      )}
    </DockPanel>
  );
}

function Refused({ error }: { readonly error: ErrorReply }) {
  return (
    <div className="dock-error" role="alert" data-testid="sim-refused">
      <p>It could not be simulated: {error.message}</p>
      {error.hints.map((hint) => (
        <p key={hint}>{hint}</p>
      ))}
    </div>
  );
}

interface HeadProps {
  readonly topology: string;
  readonly result: SimulationResult;
}

/** What the result is of, whether it still holds, and what else can be done with it. */
function Head({ topology, result }: HeadProps) {
  const { asked, found } = result;
  const stale = useDocument((state) => isStale(state, result));
  const shown = useSession((state) => state.layer === "traffic");
  const conditions = useConditionsName(asked);
  const walked = { ...asked, requests: found.requests ?? asked.requests };
  return (
    <>
      {stale && (
        <div className="dock-note sim-stale" role="status" data-testid="sim-stale">
          <p>The design has changed since this was simulated.</p>
          <Button icon={RotateCw} data-testid="sim-again" onClick={() => runSimulation(topology)}>
            Simulate again
          </Button>
        </div>
      )}
      <p className="sim__aside" data-testid="sim-of">
        {askedWords(walked, conditions)}
        {found.ended === "cancelled" && " (stopped early)"}
        {found.bound != null && `, off by at most ${found.bound.toExponential(0)}`}
      </p>
      <div className="sim-ways">
        <Switch
          label="Traffic on the drawing"
          checked={shown}
          data-testid="sim-layer"
          onChange={(on) => session.set({ layer: on ? "traffic" : "owner" })}
        />
        <Button icon={Columns2} data-testid="sim-compare" onClick={() => showComparison(topology)}>
          Compare …
        </Button>
      </div>
    </>
  );
}
