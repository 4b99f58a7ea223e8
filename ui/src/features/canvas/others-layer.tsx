/** What others have selected in the open topology, each in their own colour and under their name. */
import { type CSSProperties, useLayoutEffect, useRef } from "react";
import { boundsOf, inflate, type Point, type Rect } from "../../canvas/geometry";
import type { Scene } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { boxOfSubject } from "../../document/boxes";
import { colourOf, useOthers } from "../../document/others";
import type { Present } from "../../platform";
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
  return <Marks view={view} scene={scene} others={here} />;
}

interface MarksProps {
  readonly view: DrawingView;
  readonly scene: Scene;
  readonly others: readonly Present[];
}

function Marks({ view, scene, others }: MarksProps) {
  const layer = useRef<SVGGElement>(null);
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
          <Marked key={other.session} scene={scene} other={other} />
        ))}
      </g>
    </svg>
  );
}

function Marked({ scene, other }: { readonly scene: Scene; readonly other: Present }) {
  const boxes = other.place.selection.flatMap((record) => {
    const rect = scene.boxes.get(boxOfSubject(record))?.rect;
    return rect ? [inflate(rect, GAP)] : [];
  });
  const lines = other.place.selection.flatMap(({ kind, id }) => {
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

/** Where the name of a line stands. */
function middleOf(points: readonly Point[]): Rect {
  const at = points[Math.floor(points.length / 2)];
  return at ? { ...at, width: 0, height: 0 } : boundsOf([]);
}

function corners(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x},${y}`).join(" ");
}
