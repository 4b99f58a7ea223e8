/** Where one begins: what is open, what was open before, templates, import. */
import { ArrowLeft, FileDown, FolderOpen, Plus, Server, Workflow } from "lucide-react";
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
import { Gallery } from "../templates/gallery";
import { TemplatePageView } from "../templates/template-page";
import { useEscape } from "../templates/use-escape";
import { namedFile } from "./paths";
import { RecentList } from "./recent-list";
import { createRegistry } from "./registries";
import "./start.css";

export function StartPage() {
  const dock = useSession((state) => state.dock);
  const gallery = useSession((state) => state.gallery);
  const template = useSession((state) => state.template);
  if (dock.show === "import")
    return (
      <div className="start">
        <main className="start__import">
          <h1 className="visually-hidden">Import files</h1>
          <ImportPanel files={dock.files} topology={dock.topology} preview={dock.preview} />
        </main>
      </div>
    );
  // What was looked for is still there when a template's page is left.
  return (
    <>
      {template !== null && <TemplatePageView key={template} id={template} />}
      <div className="start__under" hidden={template !== null}>
        {gallery ? <GalleryPage /> : <Beginning />}
      </div>
    </>
  );
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
            <h2 id="start-other">From elsewhere</h2>
            <div className="start__buttons">
              <Button
                icon={FolderOpen}
                data-testid="open-registry"
                onClick={action("open-registry").perform}
              >
                Open a registry
              </Button>
              <Button
                icon={Server}
                data-testid="connect-server"
                onClick={action("connect-server").perform}
              >
                Connect to a server
              </Button>
              <Button icon={FileDown} data-testid="import" onClick={action("import").perform}>
                Import files
              </Button>
            </div>
            <p className="start__about">
              More than twenty formats can be imported, among them LangGraph, OpenAI Agents, CrewAI,
              n8n and Mermaid; you see what would be taken over before anything is written.
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
  const [making, setMaking] = useState(false);
  const begin = async () => {
    setMaking(true);
    await createRegistry(null);
    setMaking(false);
  };
  return (
    <section className="start__begin" aria-labelledby="start-templates">
      <div className="start__title">
        <h2 id="start-templates">Begin a new registry</h2>
        <Button
          icon={Plus}
          disabled={making}
          data-testid="template-blank"
          onClick={() => void begin()}
        >
          {making ? "Making it…" : "Blank registry"}
        </Button>
      </div>
      <Gallery first={firstRun ? SAMPLE : null} />
    </section>
  );
}

function leaveGallery(): void {
  const { template, topology } = session.get();
  if (template === null) session.set({ gallery: false, startOpen: topology === null });
}

/** The templates alone, from a registry that is being worked on. */
function GalleryPage() {
  const heading = useRef<HTMLHeadingElement>(null);
  const topology = useSession((state) => state.topology);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEscape(leaveGallery);
  return (
    <div className="start">
      <main className="template-page">
        <Button
          look="quiet"
          icon={ArrowLeft}
          className="start__back"
          data-testid="gallery-back"
          onClick={leaveGallery}
        >
          {topology === null ? "Back to the start" : "Back to the drawing"}
        </Button>
        <header className="template-page__head">
          <h1 ref={heading} tabIndex={-1}>
            Templates
          </h1>
          <p className="start__tagline">
            Finished topologies with contracts, owners, escalation and runbooks: start a registry
            from one, or add it to this one.
          </p>
        </header>
        <div className="template-page__all">
          <Gallery />
        </div>
      </main>
    </div>
  );
}

async function drawBlank(): Promise<void> {
  const taken = recordsOf(useDocument.getState(), "topology");
  const id = freshId(`topology-${taken.size + 1}`, (known) => taken.has(known));
  if (await commit([put("topology", { id, name: `Topology ${taken.size + 1}` })])) openTopology(id);
}
