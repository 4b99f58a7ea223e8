/** Where one begins: what is open, what was open before, templates, import. */
import { ArrowLeft, Database, FileDown, FolderOpen, LayoutTemplate, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../../components/button";
import { commit } from "../../document/commit";
import { put } from "../../document/drafts";
import { useDocument, useRecords } from "../../document/store";
import { asPlatformError, platform, type TemplateInfo } from "../../platform";
import { session, useSession } from "../../session/store";
import { importFiles } from "../import/import";
import { ImportPanel } from "../import/import-panel";
import { openTopology } from "../shell/topology";
import { createRegistry, openRegistry } from "./registries";
import "./start.css";

export function StartPage() {
  const info = useDocument((state) => state.info);
  const topology = useSession((state) => state.topology);
  const topologies = useRecords("topology");
  const templates = useTemplates();
  const dock = useSession((state) => state.dock);
  if (dock.show === "import")
    return (
      <div className="start">
        <div className="start__import">
          <ImportPanel files={dock.files} preview={dock.preview} />
        </div>
      </div>
    );
  const recent = info?.recent.filter((path) => path !== info.registry) ?? [];
  return (
    <div className="start">
      <div className="start__page">
        {topology && (
          <Button
            look="quiet"
            icon={ArrowLeft}
            className="start__back"
            onClick={() => session.set({ startOpen: false })}
          >
            Back to the drawing
          </Button>
        )}
        <header>
          <h1>Baton</h1>
          <p className="start__tagline">
            The system is not the agents. The system is the agents and their interfaces.
          </p>
        </header>
        <section aria-label="Topologies">
          <h2>In this registry</h2>
          <ul className="start__list">
            {[...topologies.values()].map(({ record }) => (
              <li key={record.id}>
                <button
                  type="button"
                  className="start__row"
                  data-testid={`open-${record.id}`}
                  onClick={() => openTopology(record.id)}
                >
                  <span className="start__name">{record.name}</span>
                  <span className="start__about">{record.purpose}</span>
                </button>
              </li>
            ))}
            {topologies.size === 0 && (
              <li className="muted">
                No topology yet. Draw one, start from a template, or import what you have.
              </li>
            )}
          </ul>
          <div className="start__buttons">
            <Button icon={Plus} data-testid="new-topology" onClick={() => void drawBlank()}>
              Draw a topology
            </Button>
            <Button icon={FileDown} data-testid="import" onClick={() => void importFiles()}>
              Import files
            </Button>
            <Button icon={FolderOpen} onClick={() => void openRegistry()}>
              Open a registry
            </Button>
          </div>
          {info && (
            <p className="start__path selectable">
              <Database size={12} aria-hidden /> {info.registry}
            </p>
          )}
        </section>
        <section aria-label="Templates">
          <h2>New registry from a template</h2>
          <ul className="start__templates">
            {templates.map((template) => (
              <li key={template.id}>
                <button
                  type="button"
                  className="start__template"
                  data-testid={`template-${template.id}`}
                  onClick={() => void createRegistry(template.id)}
                >
                  <LayoutTemplate size={16} aria-hidden />
                  <span className="start__name">{template.name}</span>
                  <span className="start__about">{template.summary}</span>
                </button>
              </li>
            ))}
            <li>
              <button
                type="button"
                className="start__template"
                data-testid="template-blank"
                onClick={() => void createRegistry(null)}
              >
                <Plus size={16} aria-hidden />
                <span className="start__name">Blank</span>
                <span className="start__about">An empty registry to draw in.</span>
              </button>
            </li>
          </ul>
        </section>
        {recent.length > 0 && (
          <section aria-label="Recent registries">
            <h2>Opened before</h2>
            <ul className="start__list">
              {recent.map((path) => (
                <li key={path}>
                  <button
                    type="button"
                    className="start__row"
                    onClick={() => void openRegistry(path)}
                  >
                    <span className="start__name start__file">{path}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}

function useTemplates(): readonly TemplateInfo[] {
  const [templates, setTemplates] = useState<readonly TemplateInfo[]>([]);
  useEffect(() => {
    platform()
      .templates()
      .then(setTemplates, (reason: unknown) => {
        const { message, hints } = asPlatformError(reason).detail;
        session.notify({
          tone: "error",
          title: message,
          detail: "Templates cannot be shown.",
          hints,
        });
      });
  }, []);
  return templates;
}

async function drawBlank(): Promise<void> {
  const taken = useDocument.getState().records.get("topology");
  let n = (taken?.size ?? 0) + 1;
  while (taken?.has(`topology-${n}`)) n += 1;
  const id = `topology-${n}`;
  if (await commit([put("topology", { id, name: `Topology ${n}` })])) openTopology(id);
}
