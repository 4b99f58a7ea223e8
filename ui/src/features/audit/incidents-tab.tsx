/** What went wrong, the newest first. */
import { useState } from "react";
import { Empty } from "../../components/empty";
import { Switch } from "../../components/field";
import { VirtualRows } from "../../components/virtual-rows";
import { platform } from "../../platform";
import { IncidentRowView } from "./incident-row";
import { useAnswer } from "./use-answer";
import { counted } from "./words";

const ROW_PX = 120;

export function IncidentsTab() {
  const [openOnly, setOpenOnly] = useState(false);
  const { answer, failure } = useAnswer("", () => platform().incidents(null));
  const shown = answer?.filter(({ resolved_at }) => !openOnly || resolved_at === null) ?? [];
  const open = answer?.filter(({ resolved_at }) => resolved_at === null).length ?? 0;
  return (
    <>
      {answer && answer.length > 0 && (
        <div className="audit__filters">
          <p className="audit__count" role="status">
            {counted(answer.length, "incident", "incidents")}, {open} open
          </p>
          <Switch label="Only open ones" checked={openOnly} onChange={setOpenOnly} />
        </div>
      )}
      {failure && (
        <p className="dock-error audit__failure" role="alert">
          The incidents cannot be listed: {failure.message}
        </p>
      )}
      {answer?.length === 0 && (
        <Empty title="No incident is recorded">
          <p>
            When something goes wrong at a handoff, record it here or beside the handoff: what
            happened, when, and what was learnt. It raises the handoff's risk until it is resolved,
            and the person on call reads it in the runbook.
          </p>
        </Empty>
      )}
      {answer && answer.length > 0 && shown.length === 0 && (
        <Empty title="Every incident is resolved" />
      )}
      {shown.length > 0 && (
        <VirtualRows
          className="incident-list"
          items={shown}
          keyOf={({ id }) => id}
          estimate={() => ROW_PX}
          row={(incident) => <IncidentRowView incident={incident} named />}
        />
      )}
    </>
  );
}
