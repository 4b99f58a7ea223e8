/** Choosing where a part goes, and putting it there. */
import type { Point } from "../../canvas/geometry";
import { selectionOf } from "../../canvas/selection";
import { agentOfBox, boxOfRecord } from "../../document/boxes";
import { acknowledged } from "../../document/commit";
import { type PartInfo, platform, type RecordKey } from "../../platform";
import { session } from "../../session/store";
import { openTopologyId, pointedAt } from "../canvas/scene-now";
import { showInTopology } from "../shell/topology";
import type { PartAnswers } from "./part-form";
import type { PartPanelProps } from "./part-panel";
import { placeOf } from "./use-part-preview";

/** Opens the parts: for the one agent that is selected, else for the point that was asked about. */
export function chooseParts(): void {
  const topology = openTopologyId();
  if (topology === null) return;
  const [only, ...more] = session.get().selection.boxes;
  const agent = only !== undefined && more.length === 0 ? agentOfBox(only) : null;
  const at: Point | null = agent === null ? pointedAt() : null;
  session.show({ show: "parts", topology, agent, at });
}

/** Writes it, selects what came in and flies there; false where it is refused, which is told. */
export async function insertPart(
  part: PartInfo,
  place: PartPanelProps,
  answers: PartAnswers,
): Promise<boolean> {
  let boxes: readonly RecordKey[] = [];
  const send = async () => {
    const done = await platform().insertPart(part.id, placeOf(place, answers), false);
    boxes = done.boxes;
    // What is left to decide was told before.
    return { ...done.reply, notes: [] };
  };
  if (!(await acknowledged(send, "Nothing was inserted", []))) return false;
  session.closeDock();
  const keys = boxes.flatMap(({ kind, id }) => boxOfRecord(kind, id) ?? []);
  showInTopology(place.topology, selectionOf(keys));
  session.notify({
    tone: "success",
    title: `${part.name} inserted`,
    detail: "Ctrl+Z takes all of it back.",
    hints: [],
  });
  return true;
}
