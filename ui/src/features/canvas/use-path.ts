/** Shows the way that the finding gone to last speaks of, or the one to what a change hits. */
import { useEffect } from "react";
import type { FindingPath } from "../../canvas/paint/overlay";
import type { BoxShape, Severity } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { boxKey } from "../../document/boxes";
import { useDocument } from "../../document/store";
import type { RecordKey } from "../../platform";
import { useSession } from "../../session/store";

const SHAPES: readonly string[] = [
  "agent",
  "outcome",
  "entry",
  "group",
  "note",
] satisfies readonly BoxShape[];

export function usePath(view: DrawingView | null): void {
  const path = useSession((state) => state.path);
  const key = useSession((state) => state.findingKey);
  const hit = useSession((state) => state.dock.show === "impact");
  const severity = useDocument((state) =>
    hit ? "error" : (state.findings.find((finding) => finding.key === key)?.severity ?? "advice"),
  );
  useEffect(
    () => view?.setPath(path.length > 0 ? pathOf(path, severity) : null),
    [view, path, severity],
  );
}

export function pathOf(path: readonly RecordKey[], severity: Severity): FindingPath {
  const edges = path.filter(({ kind }) => kind === "handoff").map(({ id }) => id);
  const boxes = path
    .filter(({ kind }) => SHAPES.includes(kind))
    .map(({ kind, id }) => boxKey(kind as BoxShape, id));
  return { severity, boxes, edges };
}
