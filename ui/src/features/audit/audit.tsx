/** The audit: which handoffs deserve attention first, how everything scores, what went wrong, which agents stand out. */
import { Siren } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { useLock } from "../../document/lock";
import { type AuditTab, useSession } from "../../session/store";
import { HandoffsTab } from "./handoffs-tab";
import { IncidentsTab } from "./incidents-tab";
import { changeAudit } from "./places";
import { ScoresTab } from "./scores-tab";
import { SprawlTab } from "./sprawl-tab";
import "./audit.css";

const TABS: readonly { readonly id: AuditTab; readonly title: string }[] = [
  { id: "handoffs", title: "Handoffs" },
  { id: "scores", title: "Scorecards" },
  { id: "incidents", title: "Incidents" },
  { id: "agents", title: "Agents" },
];

export function AuditSurface() {
  const tab = useSession((state) => state.audit.tab);
  const locked = useLock() !== null;
  return (
    <section className="audit" aria-labelledby="audit-title" data-testid="audit">
      <header className="audit__head">
        <h1 id="audit-title">Audit</h1>
        <Tabs current={tab} />
        <Button
          icon={Siren}
          className="audit__record"
          disabled={locked}
          data-testid="audit-record-incident"
          onClick={action("record-incident").perform}
        >
          Record an incident
        </Button>
      </header>
      <div
        className="audit__body"
        role="tabpanel"
        id="audit-panel"
        aria-labelledby={`audit-tab-${tab}`}
      >
        {tab === "handoffs" && <HandoffsTab />}
        {tab === "scores" && <ScoresTab />}
        {tab === "incidents" && <IncidentsTab />}
        {tab === "agents" && <SprawlTab />}
      </div>
    </section>
  );
}

function Tabs({ current }: { readonly current: AuditTab }) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = TABS.findIndex(({ id }) => id === current);
    const next = TABS[(at + step + TABS.length) % TABS.length];
    if (!next) return;
    changeAudit({ tab: next.id });
    list.current?.querySelector<HTMLElement>(`#audit-tab-${next.id}`)?.focus();
  };
  return (
    <div
      ref={list}
      className="audit__tabs"
      role="tablist"
      aria-label="Parts of the audit"
      onKeyDown={onKeyDown}
    >
      {TABS.map(({ id, title }) => (
        <button
          key={id}
          id={`audit-tab-${id}`}
          type="button"
          role="tab"
          aria-selected={id === current}
          aria-controls="audit-panel"
          tabIndex={id === current ? 0 : -1}
          className="audit__tab"
          data-testid={`audit-tab-${id}`}
          onClick={() => changeAudit({ tab: id })}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
