/** How far a run is, and a way to end it with what was walked or tried so far. */
import { LoaderCircle } from "lucide-react";
import { Button } from "../../components/button";
import type { SimulationRun } from "../../session/simulation";
import { endRun } from "./run";

export function RunProgress({ run }: { readonly run: SimulationRun }) {
  const { steps, walked, requests, ends } = run;
  const percent = requests === 0 ? null : Math.min(100, Math.floor((100 * walked) / requests));
  return (
    <div className="sim-progress" role="status" data-testid="sim-progress">
      <p>
        <LoaderCircle size={14} className="is-turning" aria-hidden />
        {percent === null
          ? "Solving…"
          : `${walked.toLocaleString("en")} of ${requests.toLocaleString("en")} ${steps}`}
      </p>
      <Button disabled={ends} data-testid="sim-cancel" onClick={endRun}>
        {ends ? "Stopping…" : percent === null ? "Cancel" : "Stop here"}
      </Button>
      {percent !== null && (
        <progress
          max={100}
          value={percent}
          aria-label={steps === "requests" ? "Requests walked" : "Changes tried"}
        >
          {percent} %
        </progress>
      )}
    </div>
  );
}
