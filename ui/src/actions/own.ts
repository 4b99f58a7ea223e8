/** Owning and running: runbooks, who is called, what runs where, the vocabulary, and handing over. */
import { BookOpen, Grid3x3, PhoneCall, Sheet, Tags, UserRoundCog } from "lucide-react";
import { lockNow } from "../document/lock";
import { exportCsv } from "../features/registry/csv";
import { showDesk } from "../features/registry/places";
import type { RegistryDesk } from "../session/desks";
import { session } from "../session/store";
import type { Action } from "./action";
import { subject } from "./judge";

const now = () => session.get().past === null;

/** The handoff that is looked at. */
function handoff(): string | null {
  const looked = now() ? subject() : null;
  return looked?.kind === "handoff" ? looked.id : null;
}

type Shown = Pick<Action, "id" | "title" | "icon"> & Partial<Pick<Action, "shortcut">>;

const surface = (about: Shown, desk: RegistryDesk): Action => ({
  ...about,
  group: "Go",
  enabled: now,
  needs: "Go back to now first",
  perform: () => showDesk(desk),
});

export const OWN_ACTIONS: readonly Action[] = [
  {
    id: "runbook",
    title: "Runbook of this handoff",
    group: "Go",
    icon: BookOpen,
    shortcut: "Mod+Shift+B",
    enabled: now,
    needs: "Go back to now first",
    perform: () => showDesk({ show: "runbook", handoff: handoff() ?? "", writing: false }),
  },
  surface(
    {
      id: "on-call",
      title: "On call: who is called when",
      icon: PhoneCall,
      shortcut: "Mod+Shift+O",
    },
    { show: "on-call" },
  ),
  surface(
    { id: "deployments", title: "Deployments: what runs where", icon: Grid3x3 },
    { show: "deployments" },
  ),
  surface({ id: "capabilities", title: "Capability tags", icon: Tags }, { show: "capabilities" }),
  {
    id: "transfer-ownership",
    title: "Hand over what a team answers for …",
    group: "Go",
    icon: UserRoundCog,
    enabled: () => now() && lockNow() === null,
    needs: "Go back to now, in a registry that can be written",
    perform: () => {
      const looked = subject();
      session.show({
        show: "transfer-ownership",
        from: looked?.kind === "team" ? looked.id : null,
      });
    },
  },
  {
    id: "export-csv",
    title: "Save this table as CSV …",
    group: "File",
    icon: Sheet,
    enabled: () => {
      const { view, page, desk } = session.get();
      return now() && view === "registry" && page === null && desk === null;
    },
    needs: "Show a table of the registry first",
    perform: () => void exportCsv(),
  },
];
