/** Fault profiles of one's own: scenarios of a topology with floors of their own. */
import { commit } from "../../document/commit";
import { put } from "../../document/drafts";
import { useDocument } from "../../document/store";
import type { Scenario, SimulationChoices } from "../../platform";
import type { Conditions } from "../../session/simulation";
import { session } from "../../session/store";
import { idFor } from "../inspector/record/new-id";
import { profileName } from "./words";

/** Writes a scenario that begins with the floors of a profile, chooses it, and shows it to be changed. */
export async function addScenario(
  topology: string,
  from: Conditions,
  choices: SimulationChoices | null,
): Promise<void> {
  const profile = "profile" in from ? from.profile : null;
  const faults = choices?.profiles.find(({ name }) => name === profile)?.faults ?? {};
  const name = profile === null ? "Own faults" : `Like ${profileName(profile)}`;
  const id = idFor(useDocument.getState(), "scenario", { name });
  const scenario: Scenario = { id, name, topology, faults };
  if (!(await commit([put("scenario", scenario)]))) return;
  session.set(({ simulation }) => ({
    simulation: { ...simulation, conditions: { scenario: id } },
  }));
  session.show({ show: "scenario", topology, scenario: id });
}
