/** How much load: what goes wrong, how many requests arrive, for how long. */
import { Gauge } from "lucide-react";
import { Button } from "../../components/button";
import { Field, Select } from "../../components/field";
import { NumberInput } from "../../components/number-input";
import { useLock } from "../../document/lock";
import { RATE_UNITS, type SimulationSettings, TIME_UNITS } from "../../session/simulation";
import { session, useSession } from "../../session/store";
import { FaultChoice } from "./fault-choice";
import { rateOf } from "./load";
import { conditionsFor } from "./run";
import { RunProgress } from "./run-progress";
import { runLoad } from "./show";

const RATES = [
  { value: "s", label: "a second" },
  { value: "min", label: "a minute" },
  { value: "h", label: "an hour" },
] as const;
const TIMES = [
  { value: "min", label: "minutes" },
  { value: "h", label: "hours" },
  { value: "d", label: "days" },
] as const;

export interface LoadFormProps {
  readonly topology: string;
  /** It was put under load already. */
  readonly again: boolean;
}

export function LoadForm({ topology, again }: LoadFormProps) {
  const settings = useSession((state) => state.simulation);
  const run = useSession((state) => state.run);
  const lock = useLock();
  const { load } = settings;
  const own = rateOf(conditionsFor(topology, settings.conditions));
  const change = (fields: Partial<SimulationSettings["load"]>) =>
    session.set({ simulation: { ...settings, load: { ...load, ...fields } } });
  return (
    <form
      className="sim-form"
      aria-label="How much load"
      onSubmit={(event) => {
        event.preventDefault();
        runLoad(topology);
      }}
    >
      <FaultChoice topology={topology} />
      <Field label="Arrive">
        {(id) => (
          <div className="sim-form__measure">
            <NumberInput
              id={id}
              required={own === null}
              least={0}
              value={load.rate}
              placeholder={own === null ? undefined : `${own} a second`}
              data-testid="load-rate"
              onCommit={(rate) => {
                if (rate === 0) return false;
                if (rate !== null || own !== null) change({ rate });
                return true;
              }}
            />
            <Select
              aria-label="Arrive in each"
              data-testid="load-per"
              value={load.per}
              options={RATES}
              onChange={(unit) =>
                change({ per: RATE_UNITS.find((known) => known === unit) ?? load.per })
              }
            />
          </div>
        )}
      </Field>
      <Field label="For">
        {(id) => (
          <div className="sim-form__measure">
            <NumberInput
              id={id}
              required
              least={0}
              value={load.time}
              data-testid="load-time"
              onCommit={(time) => {
                if (time === 0) return false;
                if (time !== null) change({ time });
                return true;
              }}
            />
            <Select
              aria-label="Measured in"
              data-testid="load-unit"
              value={load.unit}
              options={TIMES}
              onChange={(unit) =>
                change({ unit: TIME_UNITS.find((known) => known === unit) ?? load.unit })
              }
            />
          </div>
        )}
      </Field>
      {run ? (
        <RunProgress run={run} />
      ) : (
        <Button
          type="submit"
          look="primary"
          icon={Gauge}
          disabled={lock === "past"}
          data-testid="load-run"
        >
          {again ? "Put under load again" : "Put under load"}
        </Button>
      )}
    </form>
  );
}
