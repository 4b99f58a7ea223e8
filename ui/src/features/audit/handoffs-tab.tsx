/** Every handoff with its risk and its answers, the riskiest first. */
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { type AuditFilter, type AuditTable, platform } from "../../platform";
import { useSession } from "../../session/store";
import { Filters } from "./filters";
import { HandoffTable } from "./handoff-table";
import { changeAudit } from "./places";
import { useAnswer } from "./use-answer";

const EVERYTHING = { topology: null, team: null, missing: null } as const;

export function HandoffsTab() {
  const { topology, team, missing } = useSession((state) => state.audit);
  const filter: AuditFilter = { topology, team, missing };
  const { answer, failure, asking } = useAnswer(JSON.stringify(filter), () =>
    platform().auditTable(filter),
  );
  return (
    <>
      <Filters table={answer} asking={asking} />
      {failure && (
        <p className="dock-error audit__failure" role="alert">
          The handoffs cannot be audited: {failure.message}
        </p>
      )}
      {answer && answer.rows.length > 0 && <HandoffTable table={answer} waiting={asking} />}
      {answer && answer.rows.length === 0 && <NoRows table={answer} />}
    </>
  );
}

function NoRows({ table }: { readonly table: AuditTable }) {
  if (table.total === 0)
    return (
      <Empty title="There are no handoffs to audit yet">
        <p>
          Draw one on the drawing, by dragging from an agent's edge to another agent. The audit then
          says how risky it is, and what would lower that.
        </p>
      </Empty>
    );
  return (
    <Empty title="No handoff fits the filter">
      <p>
        {table.total === 1 ? "The one handoff" : `None of the ${table.total} handoffs`} of the
        registry {table.total === 1 ? "does not fit" : "fits"} it.
      </p>
      <Button data-testid="audit-show-all" onClick={() => changeAudit(EVERYTHING)}>
        Show all handoffs
      </Button>
    </Empty>
  );
}
