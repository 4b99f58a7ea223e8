/** The tools of the palette. */
import { CircleCheck, LogIn, Radar, SquareDashed, StickyNote } from "lucide-react";
import { AGENT_ICONS } from "../../components/agent-icon";
import type { Icon } from "../../components/icon";
import { AGENT_KIND_NAMES } from "../../document/records";
import type { AgentKind } from "../../platform";
import type { Tool } from "../../session/store";

export const OUTCOME_ICON = CircleCheck;
export const QUERY_ICON = Radar;

export interface ToolItem {
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  readonly tool: Tool;
  /** The action that does the same by key. */
  readonly action: string;
}

const agent = (kind: AgentKind): ToolItem => ({
  id: kind,
  label: AGENT_KIND_NAMES[kind],
  icon: AGENT_ICONS[kind],
  tool: { make: "agent", kind },
  action: `add-${kind}`,
});

export const TOOLS: readonly (readonly ToolItem[])[] = [
  [
    agent("ai"),
    agent("supervisor"),
    agent("human"),
    agent("tool"),
    agent("external"),
    agent("queue"),
  ],
  [
    {
      id: "entry",
      label: "Entry: then click an agent",
      icon: LogIn,
      tool: { make: "entry" },
      action: "add-entry",
    },
    {
      id: "outcome",
      label: "Outcome",
      icon: OUTCOME_ICON,
      tool: { make: "outcome" },
      action: "add-outcome",
    },
    {
      id: "query",
      label: "Any agent that can …: then click the sender",
      icon: QUERY_ICON,
      tool: { make: "query" },
      action: "add-query",
    },
  ],
  [
    {
      id: "group",
      label: "Group the selection",
      icon: SquareDashed,
      tool: { make: "group" },
      action: "add-group",
    },
    { id: "note", label: "Note", icon: StickyNote, tool: { make: "note" }, action: "add-note" },
  ],
];

export function sameTool(a: Tool | null, b: Tool): boolean {
  if (!a || a.make !== b.make) return false;
  return a.make !== "agent" || b.make !== "agent" || a.kind === b.kind;
}
