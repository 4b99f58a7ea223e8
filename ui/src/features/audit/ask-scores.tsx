/** Leads from a topology, a team or an agent to its scorecard. */
import { Gauge } from "lucide-react";
import { Button } from "../../components/button";
import type { RecordKey } from "../../platform";
import { showScores } from "./places";

export function AskScores({ subject }: { readonly subject: RecordKey }) {
  return (
    <Button
      icon={Gauge}
      className="page__ask"
      data-testid="page-scores"
      onClick={() => showScores(subject)}
    >
      How its handoffs score
    </Button>
  );
}
