/** What others have selected in the open topology, each in their own colour and under their name. */
import { type CSSProperties, useLayoutEffect, useMemo, useRef } from "react";
import { boundsOf, inflate, type Point, type Rect } from "../../canvas/geometry";
import type { Scene } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { boxKey, boxOfSubject } from "../../document/boxes";
import { parentsOf, shownBy } from "../../document/groups";
import { colourOf, useOthers } from "../../document/others";
import { recordOf, useDocument, useRecords } from "../../document/store";
import type { Present, RecordKey } from "../../platform";
import { useSession } from "../../session/store";
import "./others-layer.css";

/** Between a box and the line around it, in the drawing's units. */
const GAP = 5;

interface OthersLayerProps {
  readonly view: DrawingView;
  readonly scene: Scene;
  readonly topology: string | null;
}

export function OthersLayer({ view, scene, topology }: OthersLayerProps) {
  const others = useOthers((state) => state.others);
  const past = useSession((state) => state.past !== null);
  const here = others.filter(({ place }) => topology !== null && place.topology === topology);
  if (past || here.length === 0) return null;
  return <Marks view={view} scene={scene} topology={topology} others={here} />;
}

interface MarksProps extends OthersLayerProps {
  readonly others: readonly Present[];
}

function Marks({ view, scene, topology, others }: MarksProps) {
  const layer = useRef<SVGGElement>(null);
  const placements = useRecords("placement");
  const groups = useRecords("group");
  const parents = useMemo(
    () => parentsOf(placements.values(), groups.values(), topology),
    [placements, groups, topology],
  );
  useLayoutEffect(() => {
    const follow = () => {
      const { x, y, zoom } = view.camera;
      layer.current?.setAttribute("transform", `scale(${zoom}) translate(${-x} ${-y})`);
      layer.current?.style.setProperty("--zoom", String(zoom));
    };
    follow();
    return view.onCamera(follow);
  }, [view]);
  return (
    <svg className="others-layer" aria-hidden data-testid="others-layer">
      <g ref={layer}>
        {others.map((other) => (
          <Marked key={other.session} scene={scene} parents={parents} other={other} />
        ))}
      </g>
    </svg>
  );
}

interface MarkedProps {
  readonly scene: Scene;
  readonly parents: ReadonlyMap<string, string>;
  readonly other: Present;
}

function Marked({ scene, parents, other }: MarkedProps) {
  const { selection } = other.place;
  const shown = new Set(selection.flatMap((record) => boxShowing(record, scene, parents) ?? []));
  const boxes = [...shown].flatMap((key) => {
    const rect = scene.boxes.get(key)?.rect;
    return rect ? [inflate(rect, GAP)] : [];
  });
  const lines = selection.flatMap(({ kind, id }) => {
    const edge = kind === "handoff" ? scene.edges.get(id) : undefined;
    return edge ? [edge.points] : [];
  });
  const [first] = [...boxes, ...lines.map(middleOf)];
  if (!first) return null;
  return (
    <g style={{ "--person": colourOf(other) } as CSSProperties} data-session={other.session}>
      {lines.map((points) => (
        <polyline key={corners(points)} points={corners(points)} />
      ))}
      {boxes.map((rect) => (
        <rect key={`${rect.x},${rect.y}`} {...rect} rx={12} />
      ))}
      <text x={first.x} y={first.y}>
        {other.author}
      </text>
    </g>
  );
}

/** The box of a record, or of the collapsed group that it lies in; for a handoff only where it has no line of its own. */
function boxShowing(
  record: RecordKey,
  scene: Scene,
  parents: ReadonlyMap<string, string>,
): string | null {
  const isClosed = (group: string) => scene.boxes.get(group)?.collapsed === true;
  const key = boxOfSubject(record);
  if (scene.boxes.has(key)) return key;
  if (record.kind !== "handoff") return shownBy(key, parents, isClosed);
  const from = recordOf(useDocument.getState(), "handoff", record.id)?.from;
  if (from === undefined || scene.edges.has(record.id)) return null;
  return shownBy(boxKey("agent", from), parents, isClosed);
}

/** Where the name of a line stands. */
function middleOf(points: readonly Point[]): Rect {
  const at = points[Math.floor(points.length / 2)];
  return at ? { ...at, width: 0, height: 0 } : boundsOf([]);
}

function corners(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x},${y}`).join(" ");
}
