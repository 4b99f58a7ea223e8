/** The registry as tables, and a page for each record. */
import { useEffect } from "react";
import { KIND_ICONS } from "../../components/kind-icon";
import { useDocument } from "../../document/store";
import type { Kind } from "../../platform";
import { useSession } from "../../session/store";
import { KIND_GROUPS, kindNames } from "./kinds";
import { goBack, goForward, showTable } from "./places";
import { RecordPageView } from "./record-page";
import { TableView } from "./table-view";
import "./registry.css";

export function RegistrySurface() {
  const view = useSession((state) => state.registry);
  const page = useSession((state) => state.page);
  useMouseSteps();
  return (
    <div className="registry" data-testid="registry">
      <KindList current={page?.kind ?? view.kind} />
      <div className="registry__main">
        {page ? (
          <RecordPageView key={`${page.kind}:${page.id}`} subject={page} />
        ) : (
          <TableView view={view} />
        )}
      </div>
    </div>
  );
}

function KindList({ current }: { readonly current: Kind }) {
  return (
    <nav className="kinds" aria-label="Kinds of records">
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
