/** How requests fare in a topology: run it, and read from the top what became of them and what would help. */
import { Columns2, RotateCw } from "lucide-react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Switch } from "../../components/field";
import { isLoadStale, isStale } from "../../document/simulated";
import { nameOf, useDocument } from "../../document/store";
import type { ErrorReply } from "../../platform";
import type { LoadResult, SimulationResult } from "../../session/simulation";
import { session, useSession } from "../../session/store";
import { LoadForm } from "./load-form";
import { LoadOutcome } from "./load-result";
import { rateText } from "./load-words";
import { Result } from "./result";
import { RunForm } from "./run-form";
import { runLoad, runSimulation, showComparison, showLoad, showSimulation } from "./show";
import { useConditionsName } from "./use-conditions-name";
import { WayChoice } from "./way-choice";
import { askedWords, milliseconds } from "./words";
import "./load.css";
import "./simulation.css";

export interface SimulationPanelProps {
  readonly topology: string;
  /** Under load, where requests wait for agents and people; one by one without. */
  readonly load: boolean;
}

export function SimulationPanel({ topology, load }: SimulationPanelProps) {
  const name = useDocument((state) => nameOf(state, "topology", topology));
  return (
    <DockPanel title={`Simulation of ${name}`} onClose={session.closeDock}>
      <WayChoice
        load={load}
        onChange={(underLoad) => (underLoad ? showLoad : showSimulation)(topology)}
      />
      {load ? <UnderLoad topology={topology} /> : <OneByOne topology={topology} />}
    </DockPanel>
  );
}

function OneByOne({ topology }: { readonly topology: string }) {
  const result = useSession((state) => state.simulated[topology]);
  const running = useSession((state) => state.run !== null);
  const refused = useRefused(topology);
  return (
    <>
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
    </>
  );
}

function UnderLoad({ topology }: { readonly topology: string }) {
  const result = useSession((state) => state.loaded[topology]);
  const running = useSession((state) => state.run !== null);
  const refused = useRefused(topology);
  return (
    <>
      <LoadForm topology={topology} again={result !== undefined} />
      {refused && <Refused error={refused} />}
      {!result && !running && !refused && (
        <p className="sim__aside">
          Lets requests arrive at a rate and share agents and people: who is busy, who waits and for
          how long, what is turned away, where retries pile up and breakers open.
        </p>
      )}
      {result && (
        <div className="sim-result" aria-busy={running}>
          <LoadHead topology={topology} result={result} />
          <Button
            icon={Columns2}
            data-testid="load-compare"
            onClick={() => showComparison(topology, topology, null, true)}
          >
            Compare …
          </Button>
          <LoadOutcome found={result.found} />
        </div>
      )}
    </>
  );
}

function useRefused(topology: string): ErrorReply | null {
  return useSession(({ refused }) => (refused?.topology === topology ? refused.error : null));
}

interface LoadHeadProps {
  readonly topology: string;
  readonly result: LoadResult;
}

function LoadHead({ topology, result }: LoadHeadProps) {
  const { asked, found } = result;
  const stale = useDocument((state) => isLoadStale(state, result));
  const conditions = useConditionsName(asked);
  const requests = found.requests.toLocaleString("en");
  return (
    <>
      {stale && (
        <div className="dock-note sim-stale" role="status" data-testid="load-stale">
          <p>The design has changed since it was put under load.</p>
          <Button icon={RotateCw} data-testid="load-again" onClick={() => runLoad(topology)}>
            Put under load again
          </Button>
        </div>
      )}
      <p className="sim__aside" data-testid="load-of">
        {conditions}, {rateText(found.rate_per_second)}: {requests} requests in {found.replications}{" "}
        runs of {milliseconds(found.seconds * 1000)}
        {found.replications < (asked.replications ?? found.replications) && " (stopped early)"}
      </p>
    </>
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
          onChange={(on) =>
            session.set(({ layerBefore }) => ({ layer: on ? "traffic" : layerBefore }))
          }
        />
        <Button icon={Columns2} data-testid="sim-compare" onClick={() => showComparison(topology)}>
          Compare …
        </Button>
      </div>
    </>
  );
}
