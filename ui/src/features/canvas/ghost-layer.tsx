/** What the edit that made an earlier state took away, where it stood before; handoffs between their ends as they stand now. */
import { useLayoutEffect, useRef } from "react";
import type { Point } from "../../canvas/geometry";
import type { DrawingView } from "../../canvas/view/view";
import type { Ghost } from "../../document/ghosts";
import { shownEdit } from "../../document/past";
import { useSession } from "../../session/store";
import "./ghost-layer.css";

export function GhostLayer({ view }: { readonly view: DrawingView }) {
  const edit = useSession(shownEdit);
  if (edit === null || edit.ghosts.length === 0) return null;
  return <Ghosts view={view} ghosts={edit.ghosts} />;
}

interface GhostsProps {
  readonly view: DrawingView;
  readonly ghosts: readonly Ghost[];
}

function Ghosts({ view, ghosts }: GhostsProps) {
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
  const names = [...new Set(ghosts.map(({ name }) => name))];
  return (
    <svg
      className="ghosts"
      role="img"
      aria-label={`Removed: ${names.join(", ")}`}
      data-testid="ghosts"
    >
      <g ref={layer}>
        {ghosts.map((ghost) => (
          <g
            key={ghost.key}
            className={ghost.within ? "ghosts__within" : undefined}
            data-testid={`ghost-${ghost.key}`}
          >
            <title>
              {ghost.within ? `Removed from in here: ${ghost.name}` : `${ghost.name} was removed`}
            </title>
            {ghost.lines.map((corners) => (
              <polyline
                key={corners.map(({ x, y }) => `${x},${y}`).join(" ")}
                points={pointsOf(corners)}
              />
            ))}
            {ghost.rect && (
              <>
                <rect {...ghost.rect} rx={8} />
                <text x={ghost.rect.x} y={ghost.rect.y}>
                  {ghost.name}
                </text>
              </>
            )}
          </g>
        ))}
      </g>
    </svg>
  );
}

function pointsOf(corners: readonly Point[]): string {
  return corners.map(({ x, y }) => `${x},${y}`).join(" ");
}
