/** The palette: pick what to make, then click where it goes, or drag it there. */
import { Fragment } from "react";
import { shortcutText } from "../../actions/action";
import { action } from "../../actions/all";
import { IconButton } from "../../components/button";
import { useLock } from "../../document/lock";
import { session, useSession } from "../../session/store";
import { performAt } from "./scene-now";
import { sameTool, TOOLS, type ToolItem } from "./tools";
import { useToolDrag } from "./use-tool-drag";

export function ToolBar() {
  const tool = useSession((state) => state.tool);
  const grouping = useSession((state) => state.selection.boxes.length > 0);
  const locked = useLock() !== null;
  const drag = useToolDrag();
  if (locked) return null;
  const parts = action("insert-part");
  return (
    <div data-control className="tool-bar" role="toolbar" aria-label="Add to the drawing">
      {TOOLS.map((group, i) => (
        <Fragment key={group[0]?.id}>
          {i > 0 && <span className="tool-bar__gap" />}
          {group.map((item) => {
            const keys = shortcutText(action(item.action));
            return (
              <button
                key={item.id}
                type="button"
                className="icon-button"
                data-testid={`tool-${item.id}`}
                aria-label={item.label}
                title={keys ? `${item.label} (${keys})` : item.label}
                aria-pressed={sameTool(tool, item.tool)}
                disabled={item.tool.make === "group" && !grouping}
                {...drag(item.tool)}
                onClick={(event) => pick(item, event.detail === 0)}
              >
                <item.icon size={17} aria-hidden />
              </button>
            );
          })}
        </Fragment>
      ))}
      <span className="tool-bar__gap" />
      <IconButton
        icon={parts.icon}
        label="Insert a part"
        shortcut={shortcutText(parts)}
        size={17}
        data-testid="tool-part"
        onClick={() => performAt(null, parts.perform)}
      />
    </div>
  );
}

/** By keyboard there is no place to click, so the box goes to the middle of what is shown. */
function pick({ tool, action: id }: ToolItem, byKeyboard: boolean): void {
  if (byKeyboard || tool.make === "group") performAt(null, action(id).perform);
  else session.set((state) => ({ tool: sameTool(state.tool, tool) ? null : tool }));
}
