/** What went wrong in a run, by the name that people gave it. */
import { nameOf, useDocument } from "../../document/store";
import { profileName } from "./words";

export interface AskedConditions {
  readonly profile?: string | null;
  readonly scenario?: string | null;
}

export function useConditionsName({ profile, scenario }: AskedConditions): string {
  return useDocument((state) =>
    scenario ? nameOf(state, "scenario", scenario) : profileName(profile ?? "calm"),
  );
}
