/** How many requests arrive, and for how long. */
import { Field, Select } from "../../components/field";
import { NumberInput } from "../../components/number-input";
import { RATE_UNITS, type SimulationSettings, TIME_UNITS } from "../../session/simulation";
import { session, useSession } from "../../session/store";
import { rateOf } from "./load";
import { conditionsFor } from "./run";

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

export function LoadFields({ topology }: { readonly topology: string }) {
  const settings = useSession((state) => state.simulation);
  const { load } = settings;
  const own = rateOf(conditionsFor(topology, settings.conditions));
  const change = (fields: Partial<SimulationSettings["load"]>) =>
    session.set({ simulation: { ...settings, load: { ...load, ...fields } } });
  return (
    <>
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
    </>
  );
}
