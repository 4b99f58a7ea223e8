/** Whether handoffs transfer cleanly. */
import { ShieldCheck } from "lucide-react";
import { recordOf, useDocument } from "../document/store";
import { showDrawing } from "../features/registry/places";
import type { RecordKey } from "../platform";
import { session } from "../session/store";
import type { Action } from "./action";

/** The one handoff that is selected, else the drawing. */
function subject(): RecordKey | null {
  const { topology, selection, view } = session.get();
  const [edge, ...more] = view === "drawing" ? selection.edges : [];
  const alone = more.length === 0 && selection.boxes.length === 0;
  if (edge !== undefined && alone && recordOf(useDocument.getState(), "handoff", edge))
    return { kind: "handoff", id: edge };
  return topology === null ? null : { kind: "topology", id: topology };
}

export const PROTOCOL_ACTIONS: readonly Action[] = [
  {
    id: "verify-transfer",
    title: "Verify the transfer",
    group: "Handoff",
    icon: ShieldCheck,
    enabled: () => session.get().past === null && subject() !== null,
    needs: "Open a topology first",
    perform: () => {
      const asked = subject();
      if (asked === null) return;
      showDrawing();
      session.show({ show: "transfer", subject: asked });
    },
  },
];
