/** A template's drawing, small: its shape at a glance, in the colours of the theme. */
import { CircleCheck, type LucideIcon, Search } from "lucide-react";
import { AGENT_ICONS } from "../../components/agent-icon";
import type { AgentKind, PictureBox, PictureLine, Point, TemplatePicture } from "../../platform";
import "./template-picture.css";

const MARGIN = 24;
const CORNER = 12;
const ARROW = 11;
/** Of names, in units of the drawing. */
const LINE_HEIGHT = 24;
const LETTER_WIDTH = 11.5;

export interface TemplatePictureProps {
  readonly name: string;
  readonly picture: TemplatePicture;
  /** Names stand in the boxes: where there is room to read them. */
  readonly named?: boolean;
}

export function TemplatePictureView({ name, picture, named = false }: TemplatePictureProps) {
  const { width, height, boxes, lines } = picture;
  const agents = boxes.filter(({ kind }) => kind === "agent").length;
  return (
    <svg
      className="template-picture"
      role="img"
      aria-label={`${name}: ${agents} agents`}
      viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`}
      preserveAspectRatio="xMidYMid meet"
    >
      {boxes.filter(isFrame).map((box) => (
        <Box key={keyOf(box)} box={box} named={named} />
      ))}
      {lines.map((line) => (
        <Line key={line.points.map(({ x, y }) => `${x},${y}`).join(" ")} line={line} />
      ))}
      {boxes
        .filter((box) => !isFrame(box))
        .map((box) => (
          <Box key={keyOf(box)} box={box} named={named} />
        ))}
    </svg>
  );
}

function Box({ box, named }: { readonly box: PictureBox; readonly named: boolean }) {
  const { kind, agent_kind, name, x, y, width, height } = box;
  const Mark = markOf(box);
  const tone = kind === "agent" ? `agent-${agent_kind ?? "ai"}` : kind;
  const round = kind === "outcome" || kind === "entry" ? height / 2 : CORNER;
  const sign = Math.min(40, height * 0.5);
  const left = x + (Mark ? sign + 34 : 22);
  // Words would be too small to read; their length tells as much.
  const bar = Math.max(24, Math.min(x + width - 22 - left, name.length * 9));
  return (
    <g className={`template-picture__box template-picture__box--${tone}`}>
      <rect x={x} y={y} width={width} height={height} rx={round} />
      {Mark && (
        <Mark x={x + 20} y={y + (height - sign) / 2} width={sign} height={sign} aria-hidden />
      )}
      {named && !isFrame(box) && <Name box={box} left={left} />}
      {!named && !isFrame(box) && bar > 0 && (
        <rect
          className="template-picture__name"
          x={left}
          y={y + height / 2 - 7}
          width={bar}
          height={14}
          rx={7}
        />
      )}
    </g>
  );
}

/** A name in as many lines as fit into its box. */
function Name({ box, left }: { readonly box: PictureBox; readonly left: number }) {
  const { name, x, y, width, height } = box;
  const most = Math.max(1, Math.floor((height - 8) / LINE_HEIGHT));
  const lines = wrapped(
    name.replaceAll("*", ""),
    Math.floor((x + width - 8 - left) / LETTER_WIDTH),
    most,
  );
  const top = y + height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2;
  return (
    <text className="template-picture__text" aria-hidden>
      {lines.map((line, i) => (
        <tspan key={line} x={left} y={top + i * LINE_HEIGHT} dominantBaseline="central">
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** Words in lines of so many letters; what does not fit is left out with an ellipsis. */
export function wrapped(text: string, letters: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, most).map((line) => cut(line, letters));
  const end = shown.at(-1);
  if (lines.length > most && end !== undefined && !end.endsWith("…"))
    shown[shown.length - 1] = `${end.slice(0, Math.max(1, letters - 1))}…`;
  return shown;
}

function cut(line: string, letters: number): string {
  return line.length > letters ? `${line.slice(0, Math.max(1, letters - 1))}…` : line;
}

function Line({ line: { kind, points } }: { readonly line: PictureLine }) {
  const end = points.at(-1);
  const before = points.at(-2);
  if (!end || !before) return null;
  return (
    <g className={`template-picture__line template-picture__line--${kind}`}>
      <path d={rounded(points)} vectorEffect="non-scaling-stroke" />
      <polygon points={arrow(before, end)} />
    </g>
  );
}

function markOf({ kind, agent_kind }: PictureBox): LucideIcon | null {
  if (kind === "agent") return AGENT_ICONS[(agent_kind ?? "ai") satisfies AgentKind];
  if (kind === "outcome") return CircleCheck;
  return kind === "query" ? Search : null;
}

function isFrame({ kind }: PictureBox): boolean {
  return kind === "group";
}

function keyOf({ kind, name, x, y }: PictureBox): string {
  return `${kind}:${name}:${x}:${y}`;
}

/** A line through the points whose corners are rounded. */
export function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = [`M${first.x} ${first.y}`];
  rest.forEach((point, i) => {
    const before = i === 0 ? first : (rest[i - 1] ?? first);
    const after = rest[i + 1];
    if (!after) {
      parts.push(`L${point.x} ${point.y}`);
      return;
    }
    const from = towards(point, before);
    const to = towards(point, after);
    parts.push(`L${from.x} ${from.y}Q${point.x} ${point.y} ${to.x} ${to.y}`);
  });
  return parts.join("");
}

/** A little way from a corner towards another point, at most half of it. */
function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return {
    x: corner.x + (other.x - corner.x) * share,
    y: corner.y + (other.y - corner.y) * share,
  };
}

function arrow(before: Point, end: Point): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const along = { x: (end.x - before.x) / length, y: (end.y - before.y) / length };
  const base = { x: end.x - along.x * ARROW * 1.6, y: end.y - along.y * ARROW * 1.6 };
  const corners = [
    end,
    { x: base.x - along.y * ARROW, y: base.y + along.x * ARROW },
    { x: base.x + along.y * ARROW, y: base.y - along.x * ARROW },
  ];
  return corners.map(({ x, y }) => `${x},${y}`).join(" ");
}
