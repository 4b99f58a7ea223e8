/** Text from elsewhere on its way onto the drawing. What it is, the registry says. */
import type { Point } from "../../canvas/geometry";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { boxOfRecord } from "../../document/boxes";
import { acknowledged } from "../../document/commit";
import { type PasteTextReply, platform } from "../../platform";
import { session } from "../../session/store";
import { showInTopology } from "../shell/topology";

/** Notes and parts of drawings stand at once; of all else is shown first what it would bring. */
export async function pasteOutside(text: string, at: Point | null): Promise<void> {
  const { topology } = session.get();
  if (topology === null) return;
  const whole = at && { x: Math.round(at.x), y: Math.round(at.y) };
  const read = await platform()
    .pasteText(topology, text, whole, true)
    .then(
      ({ read_as }) => read_as,
      // The panel says why, beside the text.
      () => null,
    );
  if (read === "note" || read === "clip") await pasteNow(topology, text, whole);
  else session.show({ show: "paste", text, at: whole });
}

/** True once it stands on the drawing, selected. */
export async function pasteNow(topology: string, text: string, at: Point | null): Promise<boolean> {
  let answer: PasteTextReply | null = null;
  const send = async () => {
    answer = await platform().pasteText(topology, text, at, false);
    return answer.reply;
  };
  if (!(await acknowledged(send, "Nothing was pasted", [])) || answer === null) return false;
  const { pasted, read_as } = answer as PasteTextReply;
  const boxes = pasted.flatMap(({ kind, id }) => boxOfRecord(kind, id) ?? []);
  const handoffs = pasted.filter(({ kind }) => kind === "handoff").map(({ id }) => id);
  const chosen = boxes.length + handoffs.length > 0 ? selectionOf(boxes, handoffs) : NOTHING;
  const isPlaced = at !== null && (read_as === "note" || read_as === "clip");
  if (isPlaced) session.select(chosen);
  else showInTopology(topology, chosen);
  return true;
}
