/** The drawing as a list: agents with the handoffs that leave them, for the keyboard and for screen readers. */
import { ArrowRight } from "lucide-react";
import { type KeyboardEvent, useMemo } from "react";
import type { Scene, SceneBox, SceneEdge } from "../../canvas/scene";
import { selectionOf } from "../../canvas/selection";
import { AGENT_ICONS } from "../../components/agent-icon";
import type { Icon } from "../../components/icon";
import { SeverityMark } from "../../components/severity";
import { useScene } from "../../document/use-scene";
import type { AgentKind } from "../../platform";
import { session, useSession } from "../../session/store";
import { currentCanvas } from "../canvas/current";
import { ownerColour } from "./owner";

type Row =
  | { readonly level: 1; readonly box: SceneBox }
  | { readonly level: 2; readonly edge: SceneEdge; readonly to: SceneBox };

export function Outline() {
  const rows = useRows();
  const selection = useSession((state) => state.selection);
  const cursor = rows.findIndex((row) => isSelected(row, selection));
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: Math.min(rows.length - 1, cursor + 1),
      ArrowUp: Math.max(0, cursor - 1),
      Home: 0,
      End: rows.length - 1,
    };
    const next = moves[event.key];
    const row = rows[cursor];
    if (next !== undefined) {
      event.preventDefault();
      choose(rows[next]);
    } else if (event.key === "Enter" && row?.level === 1) {
      event.preventDefault();
      session.set({ renaming: row.box.id });
    }
  };
  const agents = rows.filter((row) => row.level === 1).length;
  return (
    <nav className="outline" aria-label="Outline">
      <h2 className="outline__title">
        Agents and handoffs
        <span>
          {agents} · {rows.length - agents}
        </span>
      </h2>
      {agents === 0 && (
        <p className="outline__none">None yet. Double-click the drawing to add an agent.</p>
      )}
      <div
        role="tree"
        aria-label="Agents and their handoffs"
        aria-multiselectable
        onKeyDown={onKeyDown}
      >
        {rows.map((row, i) => (
          <OutlineRow
            key={keyOf(row)}
            row={row}
            selected={isSelected(row, selection)}
            reachable={cursor < 0 && i === 0}
          />
        ))}
      </div>
    </nav>
  );
}

interface OutlineRowProps {
  readonly row: Row;
  readonly selected: boolean;
  /** It can be tabbed to without being selected. */
  readonly reachable: boolean;
}

function OutlineRow({ row, selected, reachable }: OutlineRowProps) {
  const { title, spoken, badge } =
    row.level === 1
      ? row.box
      : { title: row.to.title, spoken: row.edge.spoken, badge: row.edge.badge };
  const Mark = row.level === 1 ? agentIcon(row.box) : ArrowRight;
  const colour =
    row.level === 1
      ? ownerColour(row.box.ownerColour)
      : row.edge.toPerson
        ? "var(--people)"
        : "var(--faint)";
  return (
    <div
      id={`outline-${keyOf(row)}`}
      role="treeitem"
      tabIndex={selected || reachable ? 0 : -1}
      aria-level={row.level}
      aria-selected={selected}
      aria-label={spoken}
      className={`outline__row outline__row--${row.level}`}
      data-testid={`outline-${keyOf(row)}`}
      onClick={() => choose(row)}
      onKeyDown={() => {}}
    >
      <Mark size={row.level === 1 ? 14 : 12} color={colour} aria-hidden />
      <span className="outline__name">{title}</span>
      {badge && <SeverityMark severity={badge.severity} size={12} />}
    </div>
  );
}

/** The glyph of an agent's box is its kind. */
function agentIcon(box: SceneBox): Icon {
  return AGENT_ICONS[box.glyph as AgentKind] ?? AGENT_ICONS.ai;
}

function choose(row: Row | undefined): void {
  if (!row) return;
  const chosen = row.level === 1 ? selectionOf([row.box.id]) : selectionOf([], [row.edge.id]);
  session.select(chosen);
  currentCanvas()?.flyToSelection(chosen);
  document.getElementById(`outline-${keyOf(row)}`)?.focus();
}

function keyOf(row: Row): string {
  return row.level === 1 ? row.box.id : `handoff:${row.edge.id}`;
}

function isSelected(
  row: Row,
  selection: { boxes: readonly string[]; edges: readonly string[] },
): boolean {
  return row.level === 1
    ? selection.boxes.includes(row.box.id)
    : selection.edges.includes(row.edge.id);
}

function useRows(): Row[] {
  const topology = useSession((state) => state.topology);
  const scene = useScene(topology);
  return useMemo(() => rowsOf(scene), [scene]);
}

function rowsOf(scene: Scene): Row[] {
  const agents = [...scene.boxes.values()].filter((box) => box.shape === "agent");
  const leaving = new Map<string, SceneEdge[]>();
  for (const edge of scene.edges.values()) {
    if (edge.kind === "handoff") leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
  }
  return agents
    .sort((a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }))
    .flatMap((box): Row[] => [
      { level: 1, box },
      ...(leaving.get(box.id) ?? []).flatMap((edge): Row[] => {
        const to = scene.boxes.get(edge.to);
        return to ? [{ level: 2, edge, to }] : [];
      }),
    ]);
}
