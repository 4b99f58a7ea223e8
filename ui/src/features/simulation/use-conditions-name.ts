/** What went wrong in a run, by the name that people gave it. */
import { nameOf, useDocument } from "../../document/store";
import type { SimulationAsked } from "../../platform";
import { profileName } from "./words";

export function useConditionsName({
  profile,
  scenario,
}: Pick<SimulationAsked, "profile" | "scenario">): string {
  return useDocument((state) =>
    scenario === null ? profileName(profile ?? "calm") : nameOf(state, "scenario", scenario),
  );
}
