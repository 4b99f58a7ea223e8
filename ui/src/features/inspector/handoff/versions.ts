/** The versions of a contract as choices. */
import type { PickerOption } from "../../../components/picker";
import type { Stored } from "../../../document/records";
import type { ContractVersion } from "../../../platform";

export type Versions = ReadonlyMap<string, Stored<ContractVersion>>;

const STATES: Readonly<Record<NonNullable<ContractVersion["state"]>, string>> = {
  draft: "draft",
  in_review: "in review",
  published: "",
  deprecated: "deprecated",
  retired: "retired",
};

/** Newest first; each says where it stands, unless it is simply published. */
export function versionsOf(all: Versions, contract: string): PickerOption[] {
  return of(all, contract).map(({ version, state = "draft", sunset_date }) => {
    const ends = sunset_date ? `ends ${sunset_date}` : "";
    const note = [STATES[state], ends].filter(Boolean).join(", ");
    return note === ""
      ? { value: version, label: version }
      : { value: version, label: version, note };
  });
}

/** What a handoff is pinned to when its contract is chosen. */
export function newestPublished(all: Versions, contract: string): string | null {
  return of(all, contract).find(({ state }) => state === "published")?.version ?? null;
}

function of(all: Versions, contract: string): ContractVersion[] {
  return [...all.values()]
    .map(({ record }) => record)
    .filter((record) => record.contract === contract)
    .sort((a, b) => b.version.localeCompare(a.version, undefined, { numeric: true }));
}
