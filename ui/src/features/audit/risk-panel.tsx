/** Beside the drawing, the registry or the audit: why a handoff is as risky as it is. */
import { BookOpenText, LocateFixed } from "lucide-react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { useDocument } from "../../document/store";
import { session } from "../../session/store";
import { ends } from "../impact/words";
import { showPage } from "../registry/places";
import { showOnDrawing } from "../registry/show";
import { RiskReport } from "./risk-report";
import "./report.css";

export function RiskPanel({ handoff }: { readonly handoff: string }) {
  const name = useDocument((state) => ends(state, handoff));
  return (
    <DockPanel title={name} onClose={session.closeDock}>
      <div className="risk-links">
        <Button
          icon={LocateFixed}
          data-testid="risk-show"
          onClick={() => showOnDrawing({ kind: "handoff", id: handoff })}
        >
          Show on the drawing
        </Button>
        <Button icon={BookOpenText} onClick={() => showPage({ kind: "handoff", id: handoff })}>
          Its page
        </Button>
      </div>
      <RiskReport handoff={handoff} />
    </DockPanel>
  );
}
