/** The registry as tables, a page for each record, and surfaces for those who own and run what it holds. */
import { BookOpen, Grid3x3, PhoneCall, Tags } from "lucide-react";
import { useEffect } from "react";
import type { Icon } from "../../components/icon";
import { KIND_ICONS } from "../../components/kind-icon";
import { useDocument } from "../../document/store";
import type { Kind } from "../../platform";
import type { RegistryDesk } from "../../session/desks";
import { useSession } from "../../session/store";
import { CapabilitiesSurface } from "../capabilities/capabilities";
import { DeploymentsSurface } from "../deployments/deployments";
import { OnCallSurface } from "../on-call/on-call";
import { RunbookSurface } from "../runbook/runbook";
import { KIND_GROUPS, kindNames } from "./kinds";
import { goBack, goForward, showDesk, showTable } from "./places";
import { RecordPageView } from "./record-page";
import { TableView } from "./table-view";
import "./registry.css";

export function RegistrySurface() {
  const view = useSession((state) => state.registry);
  const page = useSession((state) => state.page);
  const desk = useSession((state) => state.desk);
  useMouseSteps();
  return (
    <div className="registry" data-testid="registry">
      <KindList current={desk ? null : (page?.kind ?? view.kind)} desk={desk} />
      <div className="registry__main">
        {desk ? (
          <Desk desk={desk} />
        ) : page ? (
          <RecordPageView key={`${page.kind}:${page.id}`} subject={page} />
        ) : (
          <TableView view={view} />
        )}
      </div>
    </div>
  );
}

function Desk({ desk }: { readonly desk: RegistryDesk }) {
  switch (desk.show) {
    case "runbook":
      return <RunbookSurface key={desk.handoff} handoff={desk.handoff} writing={desk.writing} />;
    case "on-call":
      return <OnCallSurface />;
    case "deployments":
      return <DeploymentsSurface />;
    case "capabilities":
      return <CapabilitiesSurface />;
  }
}

const DESKS: readonly {
  readonly desk: RegistryDesk;
  readonly title: string;
  readonly icon: Icon;
}[] = [
  {
    desk: { show: "runbook", handoff: "", writing: false },
    title: "Runbooks",
    icon: BookOpen,
  },
  { desk: { show: "on-call" }, title: "On call", icon: PhoneCall },
  { desk: { show: "deployments" }, title: "What runs where", icon: Grid3x3 },
  { desk: { show: "capabilities" }, title: "Tags", icon: Tags },
];

interface KindListProps {
  readonly current: Kind | null;
  readonly desk: RegistryDesk | null;
}

function KindList({ current, desk: open }: KindListProps) {
  return (
    <nav className="kinds" aria-label="Kinds of records">
      <section>
        <h2 className="kinds__group">Own and run</h2>
        <ul>
          {DESKS.map(({ desk, title, icon: Mark }) => (
            <li key={desk.show}>
              <button
                type="button"
                className="kinds__kind"
                aria-current={open?.show === desk.show ? "page" : undefined}
                data-testid={`desk-${desk.show}`}
                onClick={() => showDesk(desk)}
              >
                <Mark size={14} aria-hidden />
                <span className="kinds__name">{title}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      {KIND_GROUPS.map(({ title, kinds }) => (
        <section key={title}>
          <h2 className="kinds__group">{title}</h2>
          <ul>
            {kinds.map((kind) => (
              <KindLine key={kind} kind={kind} current={kind === current} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

interface KindLineProps {
  readonly kind: Kind;
  readonly current: boolean;
}

function KindLine({ kind, current }: KindLineProps) {
  const count = useDocument((state) => state.records.get(kind)?.size ?? 0);
  const Mark = KIND_ICONS[kind];
  return (
    <li>
      <button
        type="button"
        className="kinds__kind"
        aria-current={current ? "page" : undefined}
        data-testid={`kind-${kind}`}
        onClick={() => showTable(kind)}
      >
        <Mark size={14} aria-hidden />
        <span className="kinds__name">{kindNames(kind)}</span>
        <span className="kinds__count">{count > 0 ? count.toLocaleString("en") : ""}</span>
      </button>
    </li>
  );
}

/** The buttons at the side of a mouse, as in a browser. */
function useMouseSteps(): void {
  useEffect(() => {
    const up = (event: MouseEvent) => {
      if (event.button === 3) goBack();
      else if (event.button === 4) goForward();
      else return;
      event.preventDefault();
    };
    window.addEventListener("mouseup", up);
    return () => window.removeEventListener("mouseup", up);
  }, []);
}
