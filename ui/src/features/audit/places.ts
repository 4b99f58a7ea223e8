/** Getting to the audit, to why a handoff is risky, and to a form for what went wrong. */
import type { RecordKey } from "../../platform";
import { type AuditView, session, useSession } from "../../session/store";
import { withoutRow } from "../registry/places";

/** The audit as it was left, or a part of it. */
export function showAudit(part: Partial<AuditView> = {}): void {
  session.set((state) => ({
    view: "audit",
    startOpen: false,
    audit: { ...state.audit, ...part },
    // A row of the registry is not taken along.
    dock: withoutRow(state.dock),
  }));
}

export function changeAudit(part: Partial<AuditView>): void {
  session.set((state) => ({ audit: { ...state.audit, ...part } }));
}

/** Explains a handoff at the side, whatever is shown beside it. */
export function showRisk(handoff: string): void {
  session.show({ show: "risk", handoff });
}

export function askForIncident(handoff: string | null): void {
  session.show({ show: "incident", handoff });
}

export function showScores(scored: RecordKey | null): void {
  showAudit({ tab: "scores", scored });
}

/** The handoff that is explained. */
export function useExplained(): string | null {
  return useSession(({ dock }) => (dock.show === "risk" ? dock.handoff : null));
}
