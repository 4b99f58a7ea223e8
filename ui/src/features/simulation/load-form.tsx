/** How much load: what goes wrong, how many requests arrive, for how long. */
import { Gauge } from "lucide-react";
import { Button } from "../../components/button";
import { useLock } from "../../document/lock";
import { useSession } from "../../session/store";
import { FaultChoice } from "./fault-choice";
import { LoadFields } from "./load-fields";
import { RunProgress } from "./run-progress";
import { runLoad } from "./show";

export interface LoadFormProps {
  readonly topology: string;
  /** It was put under load already. */
  readonly again: boolean;
}

export function LoadForm({ topology, again }: LoadFormProps) {
  const run = useSession((state) => state.run);
  const lock = useLock();
  return (
    <form
      className="sim-form"
      aria-label="How much load"
      onSubmit={(event) => {
        event.preventDefault();
        runLoad(topology);
      }}
    >
      <FaultChoice topology={topology} />
      <LoadFields topology={topology} />
      {run ? (
        <RunProgress run={run} />
      ) : (
        <Button
          type="submit"
          look="primary"
          icon={Gauge}
          disabled={lock === "past"}
          data-testid="load-run"
        >
          {again ? "Put under load again" : "Put under load"}
        </Button>
      )}
    </form>
  );
}
