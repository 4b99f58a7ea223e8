/** The palette: pick what to make, then click where it goes. */
import {
  Bot,
  CircleCheck,
  Globe,
  Inbox,
  LogIn,
  Network,
  SquareDashed,
  StickyNote,
  UserRound,
  Wrench,
} from "lucide-react";
import { Fragment } from "react";
import type { Icon } from "../../components/icon";
import { session, type Tool, useSession } from "../../session/store";
import { currentCanvas } from "./current";
import { beginNew } from "./intents";

interface Item {
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  readonly tool: Tool;
}

export const TOOLS: readonly (readonly Item[])[] = [
  [
    { id: "ai", label: "AI agent", icon: Bot, tool: { make: "agent", kind: "ai" } },
    {
      id: "supervisor",
      label: "Supervisor",
      icon: Network,
      tool: { make: "agent", kind: "supervisor" },
    },
    { id: "human", label: "People", icon: UserRound, tool: { make: "agent", kind: "human" } },
    {
      id: "tool",
      label: "Tool or MCP server",
      icon: Wrench,
      tool: { make: "agent", kind: "tool" },
    },
    {
      id: "external",
      label: "Outside agent",
      icon: Globe,
      tool: { make: "agent", kind: "external" },
    },
    { id: "queue", label: "Queue", icon: Inbox, tool: { make: "agent", kind: "queue" } },
  ],
  [
    { id: "entry", label: "Entry: then click an agent", icon: LogIn, tool: { make: "entry" } },
    { id: "outcome", label: "Outcome", icon: CircleCheck, tool: { make: "outcome" } },
  ],
  [
    { id: "group", label: "Group the selection", icon: SquareDashed, tool: { make: "group" } },
    { id: "note", label: "Note", icon: StickyNote, tool: { make: "note" } },
  ],
];

export function ToolBar() {
  const tool = useSession((state) => state.tool);
  const grouping = useSession((state) => state.selection.boxes.length > 0);
  return (
    <div data-control className="tool-bar" role="toolbar" aria-label="Add to the drawing">
      {TOOLS.map((group, i) => (
        <Fragment key={group[0]?.id}>
          {i > 0 && <span className="tool-bar__gap" />}
          {group.map((item) => (
            <button
              key={item.id}
              type="button"
              className="icon-button"
              data-testid={`tool-${item.id}`}
              aria-label={item.label}
              title={item.label}
              aria-pressed={sameTool(tool, item.tool)}
              disabled={item.tool.make === "group" && !grouping}
              onClick={(event) => pick(item.tool, tool, event.detail === 0)}
            >
              <item.icon size={17} aria-hidden />
            </button>
          ))}
        </Fragment>
      ))}
    </div>
  );
}

/** By keyboard there is no place to click, so the box goes to the middle of what is shown. */
function pick(tool: Tool, held: Tool | null, byKeyboard: boolean): void {
  const middle = currentCanvas()?.centre();
  if (middle && (tool.make === "group" || (byKeyboard && tool.make !== "entry")))
    beginNew(tool, middle, null);
  else session.set({ tool: sameTool(held, tool) ? null : tool });
}

function sameTool(a: Tool | null, b: Tool): boolean {
  if (!a || a.make !== b.make) return false;
  return a.make !== "agent" || b.make !== "agent" || a.kind === b.kind;
}
