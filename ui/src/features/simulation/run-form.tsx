/** What a simulation is run with: what goes wrong, and how it is worked out. */
import { Play } from "lucide-react";
import { shortcutText } from "../../actions/action";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { Field } from "../../components/field";
import { NumberInput } from "../../components/number-input";
import { useLock } from "../../document/lock";
import type { SimulationSettings } from "../../session/simulation";
import { session, useSession } from "../../session/store";
import { FaultChoice } from "./fault-choice";
import { RunProgress } from "./run-progress";
import { runSimulation } from "./show";

export interface RunFormProps {
  readonly topology: string;
  /** Something was simulated already. */
  readonly again: boolean;
}

export function RunForm({ topology, again }: RunFormProps) {
  const settings = useSession((state) => state.simulation);
  const run = useSession((state) => state.run);
  const lock = useLock();
  const change = (fields: Partial<SimulationSettings>) =>
    session.set({ simulation: { ...settings, ...fields } });
  return (
    <form
      className="sim-form"
      aria-label="What it is run with"
      onSubmit={(event) => {
        event.preventDefault();
        runSimulation(topology);
      }}
    >
      <FaultChoice topology={topology} />
      <fieldset className="sim-form__methods">
        <legend className="visually-hidden">How it is worked out</legend>
        {METHODS.map(({ method, name, meaning }) => (
          <label key={method} className="sim-form__method" title={meaning}>
            <input
              type="radio"
              name="sim-method"
              checked={settings.method === method}
              data-testid={`sim-${method}`}
              onChange={() => change({ method })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {settings.method === "sampled" && (
        <div className="sim-form__numbers">
          <Field label="Requests">
            {(id) => (
              <NumberInput
                id={id}
                integer
                required
                least={1}
                value={settings.requests}
                data-testid="sim-requests"
                onCommit={(requests) => {
                  if (requests !== null) change({ requests });
                  return true;
                }}
              />
            )}
          </Field>
          <Field label="Seed">
            {(id) => (
              <NumberInput
                id={id}
                integer
                required
                least={0}
                value={settings.seed}
                data-testid="sim-seed"
                onCommit={(seed) => {
                  if (seed !== null) change({ seed });
                  return true;
                }}
              />
            )}
          </Field>
        </div>
      )}
      {run ? (
        <RunProgress run={run} />
      ) : (
        <Button
          type="submit"
          look="primary"
          icon={Play}
          disabled={lock === "past"}
          title={`Simulate (${shortcutText(action("simulate"))})`}
          data-testid="sim-run"
        >
          {again ? "Simulate again" : "Simulate"}
        </Button>
      )}
    </form>
  );
}

const METHODS = [
  {
    method: "sampled",
    name: "Walk requests",
    meaning: "Rolls dice for request after request: tells times too, and how sure it is.",
  },
  {
    method: "exact",
    name: "Solve exactly",
    meaning: "Works the probabilities out without dice: exact, but without the spread of times.",
  },
] as const;
