/** Shows the way that the finding gone to last speaks of, or the one to what a change hits. */
import { useEffect } from "react";
import { ADVICE, ERROR, WARNING } from "../../canvas/layer-colours";
import type { ShownPath } from "../../canvas/paint/overlay";
import type { BoxShape, Severity } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { boxKey } from "../../document/boxes";
import { markingOf } from "../../document/marking";
import { useDocument } from "../../document/store";
import type { RecordKey } from "../../platform";
import { type SessionState, useSession } from "../../session/store";

const SHAPES: readonly string[] = [
  "agent",
  "outcome",
  "entry",
  "group",
  "note",
] satisfies readonly BoxShape[];

const SEVERITY_COLOURS: Readonly<Record<Severity, number>> = {
  error: ERROR,
  warning: WARNING,
  advice: ADVICE,
};

export function usePath(view: DrawingView | null): void {
  const path = useSession((state) => state.path);
  const key = useSession((state) => state.findingKey);
  const hit = useSession(colourOfHit);
  const found = useDocument((state) => {
    const severity = state.findings.find((finding) => finding.key === key)?.severity ?? "advice";
    return SEVERITY_COLOURS[severity];
  });
  const colour = hit ?? found;
  useEffect(
    () => view?.setPath(path.length > 0 ? pathOf(path, colour) : null),
    [view, path, colour],
  );
}

/** The colour of what happens at the end of the way; null while no report of hits is shown. */
export function colourOfHit({ dock, path }: Pick<SessionState, "dock" | "path">): number | null {
  if (dock.show !== "impact") return null;
  const end = path.findLast(({ kind }) => kind === "handoff");
  return (end && markingOf(dock)?.edge(end.id)?.colour) ?? ERROR;
}

/** `colour` is a place in `LAYER_TOKENS`. */
export function pathOf(path: readonly RecordKey[], colour: number): ShownPath {
  const edges = path.filter(({ kind }) => kind === "handoff").map(({ id }) => id);
  const boxes = path
    .filter(({ kind }) => SHAPES.includes(kind))
    .map(({ kind, id }) => boxKey(kind as BoxShape, id));
  return { colour, boxes, edges };
}
