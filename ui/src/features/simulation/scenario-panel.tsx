/** What goes wrong in a scenario of one's own, changed beside the drawing that it is about. */
import { Play, Trash2 } from "lucide-react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { commit } from "../../document/commit";
import { remove } from "../../document/drafts";
import { useLock } from "../../document/lock";
import { useRecord } from "../../document/store";
import { EditRecord } from "../inspector/edit";
import { RecordTitle } from "../inspector/head";
import { ScenarioFields } from "./scenario-fields";
import { runSimulation, showSimulation } from "./show";
import "./simulation.css";

export interface ScenarioPanelProps {
  readonly topology: string;
  readonly scenario: string;
}

export function ScenarioPanel({ topology, scenario }: ScenarioPanelProps) {
  const known = useRecord("scenario", scenario) !== undefined;
  const locked = useLock() !== null;
  const back = () => showSimulation(topology);
  return (
    <DockPanel
      title="Faults of your own"
      onClose={back}
      footer={
        <>
          <Button
            look="quiet"
            icon={Trash2}
            disabled={locked || !known}
            data-testid="scenario-delete"
            onClick={() =>
              void commit([remove("scenario", scenario)]).then((gone) => gone && back())
            }
          >
            Delete
          </Button>
          <Button
            look="primary"
            icon={Play}
            data-testid="scenario-run"
            onClick={() => runSimulation(topology)}
          >
            Simulate with it
          </Button>
        </>
      }
    >
      {known ? (
        <div className="sim-scenario">
          <EditRecord subject={{ kind: "scenario", id: scenario }}>
            <RecordTitle />
            <ScenarioFields />
          </EditRecord>
        </div>
      ) : (
        <p className="dock-note">This scenario was deleted.</p>
      )}
    </DockPanel>
  );
}
