/** The life of the contract version that is looked at. */
import { FilePlus2, PackageCheck, PackageX, Sunset } from "lucide-react";
import { lockNow } from "../document/lock";
import {
  actsOf,
  contractAtHand,
  draftNext,
  showAct,
  type VersionAct,
  versionAtHand,
} from "../features/contract/perform";
import type { Action } from "./action";

export const CONTRACT_ACTIONS: readonly Action[] = [
  {
    id: "draft-version",
    title: "Draft the next version",
    group: "Contract",
    icon: FilePlus2,
    enabled: () => lockNow() === null && contractAtHand() !== null,
    needs: "Open a contract first",
    perform: () => {
      const contract = contractAtHand();
      if (contract !== null) void draftNext(contract);
    },
  },
  {
    id: "publish-version",
    title: "Publish this version",
    group: "Contract",
    icon: PackageCheck,
    enabled: () => can("publish"),
    needs: "Open a draft of a contract first",
    perform: () => decide("publish"),
  },
  {
    id: "deprecate-version",
    title: "Deprecate this version",
    group: "Contract",
    icon: Sunset,
    enabled: () => can("deprecate"),
    needs: "Open a published version of a contract first",
    perform: () => decide("deprecate"),
  },
  {
    id: "retire-version",
    title: "Retire this version",
    group: "Contract",
    icon: PackageX,
    enabled: () => can("retire"),
    needs: "Open a deprecated version of a contract first",
    perform: () => decide("retire"),
  },
];

function can(act: VersionAct): boolean {
  const version = versionAtHand();
  return lockNow() === null && version !== null && actsOf(version).includes(act);
}

function decide(act: VersionAct): void {
  const version = versionAtHand();
  if (version) showAct(act, version);
}
