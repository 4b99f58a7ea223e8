import {
  ArrowRight,
  ChevronDown,
  ChevronRight,
  CircleCheck,
  CircleX,
  Layers,
  LogIn,
  StickyNote,
} from "lucide-react";
import { type MouseEvent, memo } from "react";
import { AGENT_ICONS } from "../../components/agent-icon";
import type { Icon } from "../../components/icon";
import { SeverityMark } from "../../components/severity";
import type { AgentKind } from "../../platform";
import type { OutlineNode } from "./outline-tree";
import { ownerColour } from "./owner";

export interface OutlineRowProps {
  readonly node: OutlineNode;
  readonly open: boolean;
  readonly position: number;
  readonly siblings: number;
  readonly selected: boolean;
  /** The tree is entered here with the keyboard. */
  readonly cursor: boolean;
  readonly onChoose: (key: string, event: MouseEvent) => void;
  readonly onFold: (key: string, open: boolean) => void;
}

const INDENT_REM = 0.875;

export const OutlineRowView = memo(function OutlineRowView(props: OutlineRowProps) {
  const { node, open, position, siblings, selected, cursor, onChoose, onFold } = props;
  const { icon: Mark, colour } = markOf(node);
  const badge = node.is === "box" ? node.box.badge : node.edge.badge;
  const folds = node.children.length > 0;
  const Fold = open ? ChevronDown : ChevronRight;
  return (
    <div
      id={`outline-${node.key}`}
      role="treeitem"
      tabIndex={cursor ? 0 : -1}
      aria-level={node.depth + 1}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={folds ? open : undefined}
      aria-selected={selected}
      aria-label={node.spoken}
      className={`outline__row ${node.is === "handoff" ? "outline__row--handoff" : ""}`}
      style={{ paddingLeft: `${0.25 + node.depth * INDENT_REM}rem` }}
      data-testid={`outline-${node.key}`}
      onClick={(event) => onChoose(node.key, event)}
      // The tree answers the keys of all its rows.
      onKeyDown={() => {}}
    >
      <span
        className="outline__fold"
        aria-hidden
        onClick={(event) => {
          if (!folds) return;
          event.stopPropagation();
          onFold(node.key, !open);
        }}
      >
        {folds && <Fold size={12} />}
      </span>
      <Mark size={node.is === "handoff" ? 12 : 14} color={colour} aria-hidden />
      <span className="outline__name" dir="auto">
        {node.title}
      </span>
      {badge && <SeverityMark severity={badge.severity} size={12} />}
    </div>
  );
});

interface Marked {
  readonly icon: Icon;
  readonly colour: string;
}

function markOf(node: OutlineNode): Marked {
  if (node.is === "handoff")
    return { icon: ArrowRight, colour: node.edge.toPerson ? "var(--people)" : "var(--faint)" };
  const { box } = node;
  switch (box.shape) {
    case "agent":
      // The glyph of an agent's box is its kind.
      return {
        icon: AGENT_ICONS[box.glyph as AgentKind] ?? AGENT_ICONS.ai,
        colour: ownerColour(box.ownerColour),
      };
    case "group":
      return { icon: Layers, colour: "var(--muted)" };
    case "entry":
      return { icon: LogIn, colour: "var(--muted)" };
    case "outcome":
      return box.good
        ? { icon: CircleCheck, colour: "var(--good)" }
        : { icon: CircleX, colour: "var(--bad)" };
    default:
      return { icon: StickyNote, colour: "var(--muted)" };
  }
}
