/** Beside the drawing that is coloured by a report: who is hit, who moves in which order. Closing it gives the drawing its own colours back. */
import { useEffect } from "react";
import { DockPanel } from "../../components/dock-panel";
import { useDocument } from "../../document/store";
import type { ImpactQuestion, ImpactReport } from "../../platform";
import { session } from "../../session/store";
import { ImpactReportView } from "./impact-report";
import { hidePath } from "./show";
import { useImpact } from "./use-impact";
import { questionTitle } from "./words";

export interface ImpactPanelProps {
  readonly question: ImpactQuestion;
  readonly report: ImpactReport;
}

export function ImpactPanel({ question, report }: ImpactPanelProps) {
  const title = useDocument((state) => questionTitle(state, question));
  const other = useNewer(question, report);
  return (
    <DockPanel
      title={title}
      onClose={() => {
        hidePath();
        session.closeDock();
      }}
    >
      {other && (
        <p className="dock-note" role="status">
          It cannot be asked again after the last change: {other}
        </p>
      )}
      <ImpactReportView report={report} />
    </DockPanel>
  );
}

/** Keeps the colours in step with the registry; why that failed, else null. */
function useNewer(question: ImpactQuestion, shown: ImpactReport): string | null {
  const { report, failure, asking } = useImpact(question, shown);
  useEffect(() => {
    if (report && !asking && report !== shown)
      session.set({ dock: { show: "impact", question, report } });
  }, [question, report, asking, shown]);
  return failure?.message ?? null;
}
