/** What would help most: how far bad ends fall if one parameter got a tenth better, the most first. */
import { WandSparkles } from "lucide-react";
import { useMemo } from "react";
import { Button } from "../../components/button";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import type { Sensitivity, Simulated } from "../../platform";
import { CutList } from "../impact/cut-list";
import { goTo, isDrawn, tryParameter } from "./show";
import { parameterValue, parameterWords, share } from "./words";

const FIRST = 5;

export function Sensitivities({ found }: { readonly found: Simulated }) {
  const { sensitivities, topology } = found;
  // The backend ranks them.
  const helping = useMemo(() => sensitivities.filter(({ effect }) => effect < 0), [sensitivities]);
  if (helping.length === 0) return null;
  return (
    <section aria-label="What would help most">
      <h3 className="sim__title">What would help most</h3>
      <p className="sim__aside">
        How many of all requests would end well instead, if this one thing got a tenth better.
      </p>
      <CutList
        className="sim-sensitivities"
        items={helping}
        keyOf={({ subject, parameter }) => `${subject.kind} ${subject.id} ${parameter}`}
        first={FIRST}
        row={(sensitivity) => <Row sensitivity={sensitivity} topology={topology} />}
      />
    </section>
  );
}

interface RowProps {
  readonly sensitivity: Sensitivity;
  readonly topology: string;
}

function Row({ sensitivity, topology }: RowProps) {
  const { subject, parameter, value, improved, effect } = sensitivity;
  const name = useDocument((state) => labelOf(state, subject));
  const locked = useLock() !== null;
  const drawn = isDrawn(subject);
  return (
    <div className="sim-sensitivity" data-testid={`sensitivity-${subject.id}-${parameter}`}>
      <p>
        {drawn ? (
          <button type="button" className="sim__link" onClick={() => goTo(subject, topology)}>
            <bdi>{name}</bdi>
          </button>
        ) : (
          <b>Users</b>
        )}
        <span className="muted">
          {parameterWords(parameter)}
          {improved !== null &&
            `: ${parameterValue(parameter, value)} → ${parameterValue(parameter, improved)}`}
        </span>
        {improved === null && (
          <small>{parameterValue(parameter, value)} by the faults that were chosen</small>
        )}
      </p>
      <p className="sim-sensitivity__effect">
        <b>{share(-effect)}</b>
        <small className="muted">fewer let down</small>
      </p>
      {improved !== null && (
        <Button
          icon={WandSparkles}
          disabled={locked}
          aria-label={`Improve ${parameterWords(parameter)}: ${name}`}
          data-testid={`improve-${subject.id}-${parameter}`}
          onClick={() => void tryParameter(topology, sensitivity)}
        >
          Try it …
        </Button>
      )}
    </div>
  );
}
