/** From a finding to its place on the drawing, and to what answers it. */
import { isEmpty } from "../../canvas/selection";
import { useDocument } from "../../document/store";
import { whereabouts } from "../../document/targets";
import type { Finding } from "../../platform";
import { session } from "../../session/store";
import { currentCanvas } from "../canvas/current";
import { showInTopology } from "../shell/topology";
import { showField } from "./field";

/** Flies to its subject and draws its way, until something else is selected. */
export function goToFinding(finding: Finding): void {
  const state = useDocument.getState();
  const { topology, selection } = whereabouts(state, finding, session.get().topology);
  session.set({ findingKey: finding.key, view: "drawing" });
  if (topology) showInTopology(topology, selection);
  session.set({ path: finding.path });
  if (isEmpty(selection)) currentCanvas()?.fitAll();
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
