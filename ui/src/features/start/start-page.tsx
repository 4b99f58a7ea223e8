/** Where one begins: what is open, what was open before, templates, import. */
import { ArrowLeft, FileDown, FolderOpen, Plus, Workflow } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { commit } from "../../document/commit";
import { put } from "../../document/drafts";
import { useLock } from "../../document/lock";
import { freshId } from "../../document/records";
import { recordsOf, useDocument, useRecords } from "../../document/store";
import { session, useSession } from "../../session/store";
import { ImportPanel } from "../import/import-panel";
import { openTopology } from "../shell/topology";
import { namedFile } from "./paths";
import { RecentList } from "./recent-list";
import { createRegistry } from "./registries";
import { BLANK, BlankCard, TemplateCard } from "./template-card";
import { useTemplates } from "./use-templates";
import "./start.css";

export function StartPage() {
  const dock = useSession((state) => state.dock);
  if (dock.show === "import")
    return (
      <div className="start">
        <main className="start__import">
          <h1 className="visually-hidden">Import files</h1>
          <ImportPanel files={dock.files} preview={dock.preview} />
        </main>
      </div>
    );
  return <Beginning />;
}

function Beginning() {
  const info = useDocument((state) => state.info);
  const topology = useSession((state) => state.topology);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const recent = info?.recent.filter((path) => path !== info.registry) ?? [];
  return (
    <div className="start">
      <main className="start__page">
        <header className="start__head">
          {topology && (
            <Button
              look="quiet"
              icon={ArrowLeft}
              className="start__back"
              data-testid="start-back"
              onClick={() => session.set({ startOpen: false })}
            >
              Back to the drawing
            </Button>
          )}
          <h1 ref={heading} tabIndex={-1}>
            Baton
          </h1>
          <p className="start__tagline">
            The system is not the agents. The system is the agents and their interfaces.
          </p>
        </header>
        <div className="start__here">
          <OpenNow />
          {recent.length > 0 && (
            <section aria-labelledby="start-recent">
              <h2 id="start-recent">Opened before</h2>
              <RecentList paths={recent} />
            </section>
          )}
          <section aria-labelledby="start-other">
            <h2 id="start-other">From files</h2>
            <div className="start__buttons">
              <Button
                icon={FolderOpen}
                data-testid="open-registry"
                onClick={action("open-registry").perform}
              >
                Open a registry
              </Button>
              <Button icon={FileDown} data-testid="import" onClick={action("import").perform}>
                Import files
              </Button>
            </div>
            <p className="start__about">
              Graphs that LangGraph writes are read; you see what would be taken over before
              anything is written.
            </p>
          </section>
        </div>
        <Templates firstRun={recent.length === 0} />
      </main>
    </div>
  );
}

/** The registry that is open, and its topologies. */
function OpenNow() {
  const info = useDocument((state) => state.info);
  const topologies = useRecords("topology");
  const locked = useLock() !== null;
  if (!info) return null;
  const { name, folder } = namedFile(info.registry);
  return (
    <section aria-labelledby="start-open">
      <h2 id="start-open">Open now</h2>
      <p className="start__registry" title={info.registry}>
        <span className="start__name selectable">{name}</span>
        <span className="start__about selectable">{folder}</span>
      </p>
      <ul className="start__list">
        {[...topologies.values()].map(({ record }) => (
          <li key={record.id}>
            <button
              type="button"
              className="start__row"
              data-testid={`open-${record.id}`}
              onClick={() => openTopology(record.id)}
            >
              <Workflow size={16} aria-hidden />
              <span className="start__words">
                <span className="start__name">{record.name}</span>
                {record.purpose && <span className="start__about">{record.purpose}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {topologies.size === 0 && (
        <p className="start__about">
          It has no topology yet: draw one, begin with a template, or import what you have.
        </p>
      )}
      <div className="start__buttons">
        <Button
          icon={Plus}
          disabled={locked}
          data-testid="new-topology"
          onClick={() => void drawBlank()}
        >
          Draw a topology
        </Button>
      </div>
    </section>
  );
}

/** The finished registry that a first start opens. */
const SAMPLE = "sample-support";

/** Whoever begins is shown the finished sample first, and larger. */
function Templates({ firstRun }: { readonly firstRun: boolean }) {
  const { templates, failure, retry } = useTemplates();
  const [making, setMaking] = useState<string | null>(null);
  const begin = async (template: string | null) => {
    setMaking(template ?? BLANK);
    await createRegistry(template);
    setMaking(null);
  };
  const onBegin = (template: string | null) => void begin(template);
  const shown = firstRun
    ? templates?.toSorted((a, b) => Number(b.id === SAMPLE) - Number(a.id === SAMPLE))
    : templates;
  return (
    <section className="start__begin" aria-labelledby="start-templates">
      <h2 id="start-templates">Begin a new registry</h2>
      {failure && (
        <div className="start__failure" role="alert">
          <p>
            <strong>The templates cannot be shown.</strong> {failure.message}{" "}
            {failure.detail.hints.join(" ")}
          </p>
          <p>Nothing was changed, and a blank registry can be begun.</p>
          <Button onClick={retry}>Try again</Button>
        </div>
      )}
      <ul className="start__templates" aria-busy={templates === null && failure === null}>
        {shown?.map((template) => (
          <TemplateCard
            key={template.id}
            template={template}
            first={firstRun && template.id === SAMPLE}
            making={making}
            onBegin={onBegin}
          />
        ))}
        <BlankCard making={making} onBegin={onBegin} />
      </ul>
    </section>
  );
}

async function drawBlank(): Promise<void> {
  const taken = recordsOf(useDocument.getState(), "topology");
  const id = freshId(`topology-${taken.size + 1}`, (known) => taken.has(known));
  if (await commit([put("topology", { id, name: `Topology ${taken.size + 1}` })])) openTopology(id);
}
