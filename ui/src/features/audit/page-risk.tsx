/** The risk of a handoff, on its page. */

import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { RiskReport } from "./risk-report";

/** Worked out when somebody wants to know. */
export function PageRisk({ handoff }: { readonly handoff: string }) {
  const [open, setOpen] = useState(false);
  return (
    <section className="page__section" aria-label="Risk">
      <h2>Risk</h2>
      {open ? (
        <RiskReport handoff={handoff} />
      ) : (
        <Button
          icon={ShieldAlert}
          className="page__ask"
          data-testid="page-risk"
          onClick={() => setOpen(true)}
        >
          {action("explain-risk").title}
        </Button>
      )}
    </section>
  );
}
