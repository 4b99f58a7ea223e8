/** Asking before a change: who would be hit, what is risky, who has to agree, what became of a topology. */
import { Bell, FileDiff, GitPullRequest, Radar, ShieldAlert, Siren } from "lucide-react";
import { recordOfBox } from "../document/boxes";
import { lockNow } from "../document/lock";
import { useDocument } from "../document/store";
import { askForIncident, showRisk } from "../features/audit/places";
import { carriedBy, questionAbout } from "../features/impact/questions";
import { showImpact } from "../features/impact/show";
import { showDrawing } from "../features/registry/places";
import type { Kind, RecordKey } from "../platform";
import { session } from "../session/store";
import type { Action } from "./action";
import { selectedBoxes, selectedEdges } from "./when";

/** The one record that is looked at: a page or row of the registry, or what is selected on the drawing. */
export function subject(): RecordKey | null {
  const { view, page, desk, dock } = session.get();
  if (dock.show === "record") return dock.subject;
  if (dock.show === "risk") return { kind: "handoff", id: dock.handoff };
  if (view === "audit") return null;
  if (view === "registry" && desk)
    return desk.show === "runbook" && desk.handoff !== ""
      ? { kind: "handoff", id: desk.handoff }
      : null;
  if (view === "registry") return page;
  const boxes = selectedBoxes();
  const edges = selectedEdges();
  const [box] = boxes;
  const [edge] = edges;
  if (boxes.length + edges.length !== 1) return null;
  return box ? recordOfBox(box) : edge ? { kind: "handoff", id: edge } : null;
}

/** The subject where it is of one of the kinds; a handoff stands for the contract version that it carries. */
function subjectOf(kinds: readonly Kind[]): RecordKey | null {
  const looked = subject();
  if (!looked || kinds.includes(looked.kind)) return looked;
  if (looked.kind !== "handoff" || !kinds.includes("contract_version")) return null;
  return carriedBy(useDocument.getState(), looked.id);
}

const impact = (id: string, title: string, needs: string, ...kinds: readonly Kind[]): Action => {
  const question = () => {
    const about = session.get().past === null ? subjectOf(kinds) : null;
    return about && questionAbout(useDocument.getState(), about);
  };
  return {
    id,
    title,
    group: "Go",
    icon: Radar,
    enabled: () => question() !== null,
    needs,
    perform: () => {
      const asked = question();
      if (asked) void showImpact(asked);
    },
  };
};

const now = () => session.get().past === null;

/** The handoff that is looked at. */
function handoff(): string | null {
  const looked = now() ? subject() : null;
  return looked?.kind === "handoff" ? looked.id : null;
}

export const JUDGE_ACTIONS: readonly Action[] = [
  impact(
    "impact-agent",
    "What would retiring this agent hit?",
    "Select one agent, or open its page",
    "agent",
  ),
  impact(
    "impact-agent-version",
    "What would moving to this agent version hit?",
    "Open the page of an agent's version",
    "agent_version",
  ),
  impact(
    "impact-contract",
    "What would retiring this contract hit?",
    "Open the page of a contract",
    "contract",
  ),
  impact(
    "impact-contract-version",
    "What would retiring this contract version hit?",
    "Select a handoff that carries one, or open its page",
    "contract_version",
  ),
  impact(
    "impact-capability",
    "What would removing this capability hit?",
    "Open the page of a capability",
    "capability",
  ),
  impact(
    "impact-owners",
    "What would losing this handoff's owners hit?",
    "Select one handoff",
    "handoff",
  ),
  impact("impact-team", "What would removing this team hit?", "Open the page of a team", "team"),
  impact(
    "impact-responder",
    "What would removing this person, rotation or path hit?",
    "Open the page of a person, a rotation or an escalation path",
    "person",
    "rotation",
    "escalation_path",
  ),
  {
    id: "explain-risk",
    title: "Why is this handoff risky?",
    group: "Go",
    icon: ShieldAlert,
    enabled: () => handoff() !== null,
    needs: "Select one handoff, or open its page",
    perform: () => {
      const id = handoff();
      if (id !== null) showRisk(id);
    },
  },
  {
    id: "record-incident",
    title: "Record an incident",
    group: "Go",
    icon: Siren,
    enabled: () => now() && lockNow() === null,
    needs: "Go back to now, in a registry that can be written",
    perform: () => askForIncident(handoff()),
  },
  {
    id: "reviews",
    title: "Reviews",
    group: "Go",
    icon: GitPullRequest,
    enabled: now,
    needs: "Go back to now first",
    perform: () => session.show({ show: "reviews" }),
  },
  {
    id: "notices",
    title: "Notices",
    group: "Go",
    icon: Bell,
    enabled: now,
    needs: "Go back to now first",
    perform: () => session.show({ show: "notices" }),
  },
  {
    id: "topology-changes",
    title: "Changes of this topology since a baseline",
    group: "Go",
    icon: FileDiff,
    enabled: () => now() && session.get().topology !== null,
    needs: "Open a topology first",
    perform: () => {
      const { topology } = session.get();
      if (topology === null) return;
      showDrawing();
      session.show({ show: "changes", topology, baseline: null, diff: null });
    },
  },
];
