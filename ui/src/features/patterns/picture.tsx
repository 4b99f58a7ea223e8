/** A small picture of how a few agents are joined: the first above, or each below the one before. */
import { useId } from "react";

export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Called, and returns. */
  readonly calls: boolean;
}

export interface PatternPictureProps {
  readonly title: string;
  readonly agents: readonly string[];
  /** Beside `agents`. */
  readonly names: readonly string[];
  readonly links: readonly Link[];
}

const BOX = { width: 104, height: 26 };
const GAP = { x: 26, y: 20 };
const LONGEST = 15;

/** More than that would not be read. */
const MOST = 8;

export function PatternPicture({ title, agents, names, links }: PatternPictureProps) {
  const arrow = useId();
  const shown = agents.slice(0, MOST);
  const places = placesOf(shown, links);
  const known = links.filter(({ from, to }) => places.has(from) && places.has(to));
  const width = Math.max(...[...places.values()].map(({ x }) => x + BOX.width)) + 2;
  const height = Math.max(...[...places.values()].map(({ y }) => y + BOX.height)) + 2;
  const nameOf = (id: string) => names[agents.indexOf(id)] ?? id;
  const told = known.map(
    ({ from, to, calls }) => `${nameOf(from)} ${calls ? "asks" : "hands over to"} ${nameOf(to)}`,
  );
  return (
    <figure className="pattern-picture">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`-1 -1 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={`${title}: ${told.join("; ")}`}
      >
        <defs>
          <marker
            id={arrow}
            viewBox="0 0 6 6"
            refX="5.5"
            refY="3"
            markerWidth="6"
            markerHeight="6"
            orient="auto-start-reverse"
          >
            <path d="M0 0.5 5.5 3 0 5.5" className="pattern-picture__tip" />
          </marker>
        </defs>
        {known.map(({ id, from, to, calls }) => (
          <path
            key={id}
            className="pattern-picture__link"
            d={pathOf(places.get(from), places.get(to))}
            markerEnd={`url(#${arrow})`}
            {...(calls && { markerStart: `url(#${arrow})` })}
          />
        ))}
        {shown.map((id) => {
          const place = places.get(id) ?? { x: 0, y: 0 };
          return (
            <g key={id} transform={`translate(${place.x} ${place.y})`}>
              <title>{nameOf(id)}</title>
              <rect width={BOX.width} height={BOX.height} rx={5} className="pattern-picture__box" />
              <text x={BOX.width / 2} y={BOX.height / 2} className="pattern-picture__name">
                {cut(nameOf(id))}
              </text>
            </g>
          );
        })}
      </svg>
      {agents.length > MOST && <p className="muted">and {agents.length - MOST} more</p>}
    </figure>
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Who hands on stands above whom; those that one agent asks stand in a column beside it. */
function placesOf(agents: readonly string[], links: readonly Link[]): Map<string, Place> {
  const [head = ""] = agents;
  const asked = new Set(links.flatMap(({ from, to, calls }) => (calls && from === head ? to : [])));
  const places = new Map<string, Place>();
  const step = BOX.height + GAP.y;
  let column = 0;
  let row = 0;
  for (const id of agents) {
    if (asked.has(id)) {
      places.set(id, { x: BOX.width + GAP.x, y: column * (BOX.height + GAP.y / 2) });
      column += 1;
    } else {
      places.set(id, { x: 0, y: row * step });
      row += 1;
    }
  }
  // The one who asks stands beside the middle of those that it asks.
  if (column > 1) {
    const middle = ((column - 1) * (BOX.height + GAP.y / 2)) / 2;
    for (const [id, { x, y }] of places) if (x === 0) places.set(id, { x, y: y + middle });
  }
  return places;
}

function pathOf(from: Place | undefined, to: Place | undefined): string {
  if (!from || !to) return "";
  if (from.x !== to.x) {
    const [start, end] = [
      { x: from.x + BOX.width, y: from.y + BOX.height / 2 },
      { x: to.x, y: to.y + BOX.height / 2 },
    ];
    const middle = (start.x + end.x) / 2;
    return `M${start.x} ${start.y}C${middle} ${start.y} ${middle} ${end.y} ${end.x} ${end.y}`;
  }
  const x = from.x + BOX.width / 2;
  return from.y < to.y
    ? `M${x} ${from.y + BOX.height}V${to.y}`
    : `M${x} ${from.y}V${to.y + BOX.height}`;
}

function cut(name: string): string {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : name;
}
