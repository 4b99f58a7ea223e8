/** What goes wrong on the way: a profile that everybody has, or a scenario of the topology. */
import { Pencil, Plus } from "lucide-react";
import { IconButton } from "../../components/button";
import { Field, Select } from "../../components/field";
import { useLock } from "../../document/lock";
import { platform, type SimulationChoices } from "../../platform";
import type { Conditions } from "../../session/simulation";
import { session, useSession } from "../../session/store";
import { useAsked } from "../review/use-asked";
import { conditionsFor } from "./run";
import { addScenario } from "./scenarios";
import { PROFILE_WORDS, profileName } from "./words";

export function FaultChoice({ topology }: { readonly topology: string }) {
  const settings = useSession((state) => state.simulation);
  const lock = useLock();
  const { answer, failure } = useAsked(topology, () => platform().simulationChoices(topology));
  const conditions = conditionsFor(topology, settings.conditions);
  return (
    <>
      <Field label="What goes wrong">
        {(id) => (
          <div className="sim-form__faults">
            <Select
              id={id}
              data-testid="sim-conditions"
              value={keyOf(conditions)}
              options={optionsOf(answer, conditions)}
              onChange={(key) =>
                session.set({ simulation: { ...settings, conditions: conditionsOf(key) } })
              }
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
    </>
  );
}

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
