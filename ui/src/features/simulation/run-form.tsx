/** What a simulation is run with: what goes wrong, and how it is worked out. */
import { Pencil, Play, Plus } from "lucide-react";
import { shortcutText } from "../../actions/action";
import { action } from "../../actions/all";
import { Button, IconButton } from "../../components/button";
import { Field, Select } from "../../components/field";
import { NumberInput } from "../../components/number-input";
import { useLock } from "../../document/lock";
import { platform, type SimulationChoices } from "../../platform";
import type { Conditions, SimulationSettings } from "../../session/simulation";
import { session, useSession } from "../../session/store";
import { useAsked } from "../review/use-asked";
import { conditionsFor } from "./run";
import { RunProgress } from "./run-progress";
import { addScenario } from "./scenarios";
import { runSimulation } from "./show";
import { PROFILE_WORDS, profileName } from "./words";

export interface RunFormProps {
  readonly topology: string;
  /** Something was simulated already. */
  readonly again: boolean;
}

export function RunForm({ topology, again }: RunFormProps) {
  const settings = useSession((state) => state.simulation);
  const run = useSession((state) => state.run);
  const lock = useLock();
  const { answer, failure } = useAsked(topology, () => platform().simulationChoices(topology));
  const conditions = conditionsFor(topology, settings.conditions);
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
      <Field label="What goes wrong">
        {(id) => (
          <div className="sim-form__faults">
            <Select
              id={id}
              data-testid="sim-conditions"
              value={keyOf(conditions)}
              options={optionsOf(answer, conditions)}
              onChange={(key) => change({ conditions: conditionsOf(key) })}
            />
            {"scenario" in conditions ? (
              <IconButton
                icon={Pencil}
                label="Change what goes wrong"
                size={14}
                data-testid="scenario-edit"
                onClick={() =>
                  session.show({ show: "scenario", topology, scenario: conditions.scenario })
                }
              />
            ) : (
              <IconButton
                icon={Plus}
                label="Faults of your own, beginning with these"
                size={14}
                disabled={lock !== null}
                data-testid="scenario-new"
                onClick={() => void addScenario(topology, conditions, answer)}
              />
            )}
          </div>
        )}
      </Field>
      <p className="sim__aside">{meaningOf(conditions)}</p>
      {failure && (
        <p className="dock-error" role="alert">
          What it can be run with is not known: {failure}
        </p>
      )}
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

const OWN = "scenario:";

function keyOf(conditions: Conditions): string {
  return "scenario" in conditions ? `${OWN}${conditions.scenario}` : conditions.profile;
}

export function conditionsOf(key: string): Conditions {
  return key.startsWith(OWN) ? { scenario: key.slice(OWN.length) } : { profile: key };
}

/** Every profile that stands alone, then the topology's scenarios. */
export function optionsOf(choices: SimulationChoices | null, chosen: Conditions | null) {
  if (!choices) {
    // Until they are known, what is chosen is the only choice.
    const key = chosen && keyOf(chosen);
    return key === null
      ? []
      : [{ value: key, label: key.startsWith(OWN) ? "…" : profileName(key) }];
  }
  return [
    ...choices.profiles
      .filter(({ scenario }) => !choices.scenarios.some(({ id }) => id === scenario))
      .map(({ name }) => ({ value: name, label: profileName(name) })),
    ...choices.scenarios.map(({ id, name }) => ({ value: `${OWN}${id}`, label: name })),
  ];
}

function meaningOf(conditions: Conditions): string {
  if ("scenario" in conditions) return "A scenario of this topology.";
  return PROFILE_WORDS[conditions.profile]?.meaning ?? "A fault profile of your own.";
}
