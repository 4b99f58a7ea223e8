/** From a finding to its place on the drawing, and to what answers it. */
import { isEmpty, type Selection, selectionOf } from "../../canvas/selection";
import { boxOfRecord } from "../../document/boxes";
import { recordOf, useDocument } from "../../document/store";
import { whereabouts } from "../../document/targets";
import type { Finding, RecordKey } from "../../platform";
import { session } from "../../session/store";
import { currentCanvas } from "../canvas/current";
import { showInTopology } from "../shell/topology";
import { showField } from "./field";

/** Flies to its subject and draws its way, until something else is selected. */
export function goToFinding(finding: Finding): void {
  const state = useDocument.getState();
  const { topology, selection } = whereabouts(state, finding, session.get().topology);
  session.set({ findingKey: finding.key, view: "drawing" });
  const inSight = withWay(selection, finding.path);
  if (topology) showInTopology(topology, selection, inSight);
  session.set({ path: finding.path });
  if (isEmpty(inSight)) currentCanvas()?.fitAll();
}

/** What has to be seen of a finding: its place, and the way that it speaks of with both ends of each handoff. */
function withWay({ boxes, edges }: Selection, path: readonly RecordKey[]): Selection {
  const state = useDocument.getState();
  const handoffs = path.filter(({ kind }) => kind === "handoff").map(({ id }) => id);
  const ends = handoffs.flatMap((id) => {
    const handoff = recordOf(state, "handoff", id);
    return handoff ? [handoff.from, handoff.to] : [];
  });
  const agents = ends.flatMap((end) =>
    typeof end === "string" ? [boxOfRecord("agent", end)] : [],
  );
  const others = path.map(({ kind, id }) => boxOfRecord(kind, id));
  const seen = [...agents, ...others].filter((box) => box !== null && box !== undefined);
  return selectionOf([...new Set([...boxes, ...seen])], [...new Set([...edges, ...handoffs])]);
}

/** Shows what mends it: the first fix, to be looked at, or the field that a person has to fill in. */
export function answer(finding: Finding): void {
  goToFinding(finding);
  if (finding.fixes.length > 0) session.show({ show: "fix", finding: finding.key, fix: 0 });
  else {
    session.show({ show: "inspector" });
    showField(finding.code);
  }
}

export function goToNextFinding(): void {
  const open = useDocument.getState().findings.filter((finding) => !finding.silenced);
  const at = open.findIndex((finding) => finding.key === session.get().findingKey);
  const next = open[(at + 1) % open.length];
  if (next) goToFinding(next);
}
