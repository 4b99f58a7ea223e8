/** Several things selected: how many, and what can be done to all of them. */
import { CopyPlus, PinOff, SquareDashed, Trash2 } from "lucide-react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { useSession } from "../../session/store";

export function SelectionInspector() {
  const selection = useSession((state) => state.selection);
  const { boxes, edges } = selection;
  const parts = [
    boxes.length > 0 ? `${boxes.length} ${boxes.length === 1 ? "box" : "boxes"}` : "",
    edges.length > 0 ? `${edges.length} ${edges.length === 1 ? "handoff" : "handoffs"}` : "",
  ];
  return (
    <div className="inspector" data-testid="inspector">
      <header className="inspector__head">
        <div className="inspector__kind">
          <span>Selection</span>
        </div>
        <p className="inspector__route">{parts.filter(Boolean).join(" and ")}</p>
      </header>
      <div className="inspector__actions">
        {boxes.length > 0 && (
          <>
            <Button icon={SquareDashed} onClick={action("add-group").perform}>
              Group
            </Button>
            <Button icon={CopyPlus} onClick={action("duplicate").perform}>
              Duplicate
            </Button>
            <Button icon={PinOff} onClick={action("unpin").perform}>
              Let the layout place them
            </Button>
          </>
        )}
        <Button icon={Trash2} onClick={action("delete").perform}>
          Delete
        </Button>
      </div>
    </div>
  );
}
