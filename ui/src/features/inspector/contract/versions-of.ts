/** The versions of a contract, the highest first as their numbers are written. */
import type { Stored } from "../../../document/records";
import type { ContractVersion } from "../../../platform";
import { phrase } from "../generated/words";

export function versionsOf(
  all: ReadonlyMap<string, Stored<ContractVersion>>,
  contract: string,
): ContractVersion[] {
  return [...all.values()]
    .map(({ record }) => record)
    .filter((record) => record.contract === contract)
    .sort((a, b) => b.version.localeCompare(a.version, undefined, { numeric: true }));
}

/** `1.2.0`, or `1.2.0 (deprecated)` where it is not simply published. */
export function versionLabel({ version, state = "draft" }: ContractVersion): string {
  return state === "published" ? version : `${version} (${phrase(state).toLowerCase()})`;
}
