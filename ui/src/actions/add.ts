/** Making boxes and handoffs. */
import { CircleCheck, LogIn, Puzzle, Radar, StickyNote } from "lucide-react";
import { AGENT_ICONS } from "../components/agent-icon";
import { beginTool } from "../features/canvas/making";
import { chooseParts } from "../features/parts/insert";
import type { AgentKind } from "../platform";
import type { Action } from "./action";
import { editing } from "./when";

const agent = (kind: AgentKind, title: string, shortcut: string): Action => ({
  id: `add-${kind}`,
  title,
  group: "Add",
  icon: AGENT_ICONS[kind],
  shortcut,
  enabled: editing,
  perform: () => beginTool({ make: "agent", kind }),
});

export const ADD_ACTIONS: readonly Action[] = [
  agent("ai", "Add AI agent", "A"),
  agent("supervisor", "Add supervisor", "S"),
  agent("human", "Add people", "P"),
  agent("tool", "Add tool or MCP server", "T"),
  agent("external", "Add outside agent", "X"),
  agent("queue", "Add queue", "Q"),
  {
    id: "add-entry",
    title: "Add entry",
    group: "Add",
    icon: LogIn,
    shortcut: "E",
    enabled: editing,
    perform: () => beginTool({ make: "entry" }),
  },
  {
    id: "add-outcome",
    title: "Add outcome",
    group: "Add",
    icon: CircleCheck,
    shortcut: "O",
    enabled: editing,
    perform: () => beginTool({ make: "outcome" }),
  },
  {
    id: "add-query",
    title: "Add handoff to any agent that can …",
    group: "Add",
    icon: Radar,
    shortcut: "W",
    enabled: editing,
    perform: () => beginTool({ make: "query" }),
  },
  {
    id: "add-note",
    title: "Add note",
    group: "Add",
    icon: StickyNote,
    shortcut: "N",
    enabled: editing,
    perform: () => beginTool({ make: "note" }),
  },
  {
    id: "insert-part",
    title: "Insert a part …",
    group: "Add",
    icon: Puzzle,
    shortcut: "I",
    enabled: editing,
    perform: chooseParts,
  },
];
