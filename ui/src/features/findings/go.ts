/** From a finding to its place on the drawing. */
import { isEmpty } from "../../canvas/selection";
import { useDocument } from "../../document/store";
import { whereabouts } from "../../document/targets";
import type { Finding } from "../../platform";
import { session } from "../../session/store";
import { currentCanvas } from "../canvas/current";
import { showInTopology } from "../shell/topology";

export function goToFinding(finding: Finding): void {
  const state = useDocument.getState();
  const { topology, selection } = whereabouts(state, finding, session.get().topology);
  session.set({ findingKey: finding.key });
  if (topology) showInTopology(topology, selection);
  if (isEmpty(selection)) currentCanvas()?.fitAll();
}

export function goToNextFinding(): void {
  const open = useDocument.getState().findings.filter((finding) => !finding.silenced);
  const at = open.findIndex((finding) => finding.key === session.get().findingKey);
  const next = open[(at + 1) % open.length];
  if (next) goToFinding(next);
}
