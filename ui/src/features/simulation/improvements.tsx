/** What could be built into the design: validation, gates, retries, fallbacks, each tried by solving the design with it. */
import { Lightbulb, LoaderCircle, WandSparkles } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import { asPlatformError, type ErrorReply, type SimulationImprovement } from "../../platform";
import { session } from "../../session/store";
import { CutList } from "../impact/cut-list";
import { askedOf, type FoundImprovements, improvementsOf } from "./run";
import { goTo, showImprovement } from "./show";
import { share } from "./words";

const FIRST = 5;

interface Found extends FoundImprovements {
  readonly revision: number;
}

export function Improvements({ topology }: { readonly topology: string }) {
  const revision = useDocument((state) => state.revision);
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<ErrorReply | null>(null);
  const [looking, setLooking] = useState(false);
  const look = async () => {
    setLooking(true);
    setFailure(null);
    try {
      const looked = await improvementsOf(askedOf(topology, session.get().simulation));
      setFound({ ...looked, revision });
    } catch (reason) {
      const error = asPlatformError(reason).detail;
      if (error.code !== "cancelled") setFailure(error);
    } finally {
      setLooking(false);
    }
  };
  const known = found?.revision === revision ? found.improvements : null;
  return (
    <section aria-label="What could be built in" aria-busy={looking}>
      <h3 className="sim__title">What could be built in</h3>
      {(known === null || found?.stopped) && (
        <>
          <p className="sim__aside">
            Tries gates, validation, retries and fallbacks at the handoffs where most requests die.
          </p>
          <Button
            icon={looking ? LoaderCircle : Lightbulb}
            disabled={looking}
            data-testid="sim-improvements"
            onClick={() => void look()}
          >
            {looking ? "Trying …" : "Find improvements"}
          </Button>
        </>
      )}
      {failure && (
        <div className="dock-error" role="alert">
          <p>Nothing could be tried: {failure.message}</p>
          {failure.hints.map((hint) => (
            <p key={hint}>{hint}</p>
          ))}
        </div>
      )}
      {known && found?.stopped && <p className="muted">Stopped early: not everything was tried.</p>}
      {known?.length === 0 && !found?.stopped && (
        <p className="muted">Nothing that could be built into the handoffs would help.</p>
      )}
      {known && (
        <CutList
          className="sim-sensitivities"
          items={known}
          keyOf={({ title }) => title}
          first={FIRST}
          row={(improvement) => <Row improvement={improvement} topology={topology} />}
        />
      )}
    </section>
  );
}

interface RowProps {
  readonly improvement: SimulationImprovement;
  readonly topology: string;
}

function Row({ improvement, topology }: RowProps) {
  const { title, subject, effect, parameter } = improvement;
  const name = useDocument((state) => labelOf(state, subject));
  const locked = useLock() !== null;
  return (
    <div className="sim-sensitivity">
      <p>
        <button type="button" className="sim__link" onClick={() => goTo(subject, topology)}>
          <bdi>{name}</bdi>
        </button>
        <span className="muted">{title}</span>
      </p>
      {effect !== null && (
        <p className="sim-sensitivity__effect">
          <b>{share(-effect)}</b>
          <small className="muted">fewer let down</small>
        </p>
      )}
      <Button
        icon={WandSparkles}
        disabled={locked}
        aria-label={`Try: ${title}`}
        data-testid={`build-${subject.id}-${parameter}`}
        onClick={() => showImprovement(topology, improvement)}
      >
        Try it …
      </Button>
    </div>
  );
}
