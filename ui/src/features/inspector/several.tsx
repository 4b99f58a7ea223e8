/** Several things selected: how many, what they have in common, and what can be done to all of them. */
import { CopyPlus, PinOff, SquareDashed, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { action } from "../../actions/all";
import type { Selection } from "../../canvas/selection";
import { Button } from "../../components/button";
import { recordOfBox } from "../../document/boxes";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import { useSession } from "../../session/store";
import { SeveralAgents } from "./several/agents";
import { SeveralHandoffs } from "./several/handoffs";
import "./handoff/handoff.css";

export function SelectionInspector() {
  const selection = useSession((state) => state.selection);
  const locked = useLock() !== null;
  const pinned = useDocument(() => action("unpin").enabled());
  const { agents, handoffs } = useMemo(() => recordsOf(selection), [selection]);
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
      <fieldset className="handoff__fields" disabled={locked}>
        <div className="handoff__actions">
          {boxes.length > 0 && (
            <>
              <Button icon={SquareDashed} onClick={action("add-group").perform}>
                Group
              </Button>
              <Button icon={CopyPlus} onClick={action("duplicate").perform}>
                Duplicate
              </Button>
              <Button icon={PinOff} disabled={!pinned} onClick={action("unpin").perform}>
                Let the layout place them
              </Button>
            </>
          )}
          <Button icon={Trash2} onClick={action("delete").perform}>
            Delete
          </Button>
        </div>
        {agents.length > 0 && <SeveralAgents key={agents.join(" ")} ids={agents} />}
        {handoffs.length > 0 && <SeveralHandoffs key={handoffs.join(" ")} ids={handoffs} />}
      </fieldset>
    </div>
  );
}

/** A query's box stands for its handoff, which may be selected by its line as well. */
function recordsOf({ boxes, edges }: Selection): { agents: string[]; handoffs: string[] } {
  const records = boxes.map(recordOfBox);
  const ids = (kind: string) => records.filter((one) => one.kind === kind).map(({ id }) => id);
  return { agents: ids("agent"), handoffs: [...new Set([...ids("handoff"), ...edges])] };
}
