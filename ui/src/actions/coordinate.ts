/** How agents work together: patterns, and where people decide. */
import { Diamond, PencilRuler, Shapes } from "lucide-react";
import { agentOfBox } from "../document/boxes";
import { recordOf, useDocument } from "../document/store";
import { designGate } from "../features/gates/show";
import { showDrawing } from "../features/registry/places";
import { session } from "../session/store";
import type { Action } from "./action";
import { editing, selectedBoxes, selectedEdges } from "./when";

const open = () => session.get().past === null && session.get().topology !== null;

/** The gate that stands on the one handoff that is selected, else on the one at which one may be put. */
function oneHandoff(): string | null {
  const [edge, ...more] = selectedEdges();
  if (edge === undefined || more.length > 0 || selectedBoxes().length > 0) return null;
  return recordOf(useDocument.getState(), "handoff", edge) ? edge : null;
}

export const COORDINATE_ACTIONS: readonly Action[] = [
  {
    id: "design-gate",
    title: "Design the human gate …",
    group: "Handoff",
    icon: PencilRuler,
    shortcut: "Shift+G",
    enabled: () => editing() && oneHandoff() !== null,
    needs: "Select one handoff first",
    perform: () => {
      const handoff = oneHandoff();
      if (handoff !== null) designGate(handoff);
    },
  },
  {
    id: "gates",
    title: "Gates: where people decide",
    group: "Go",
    icon: Diamond,
    enabled: open,
    needs: "Open a topology first",
    perform: () => {
      const { topology } = session.get();
      if (topology === null) return;
      showDrawing();
      session.show({ show: "gates", topology });
    },
  },
  {
    id: "patterns",
    title: "Patterns: what is drawn, and what would fit",
    group: "Go",
    icon: Shapes,
    enabled: open,
    needs: "Open a topology first",
    perform: () => {
      const { topology } = session.get();
      if (topology === null) return;
      const agents = selectedBoxes().flatMap((box) => agentOfBox(box) ?? []);
      showDrawing();
      // One agent coordinates nothing.
      const part = agents.length > 1 ? agents : [];
      session.show({ show: "patterns", topology, agents: part, shown: null, plan: null });
    },
  },
];
