/** Choose a folder, see every file that would be written, then write. Nothing is written before. */
import { Check, FolderOpen, RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { report } from "../../document/commit";
import { asPlatformError, type PlannedFile, platform } from "../../platform";
import { session, useSession } from "../../session/store";
import { FileTree } from "./file-tree";
import { useExportKinds, usePlan } from "./plan";
import { isHandMade, writeSummary } from "./tree";
import "./export.css";

/** What the exports are called here; one that is not known yet goes by its own name. */
const TITLES: Record<string, string> = {
  contracts: "Contracts as JSON Schema",
  pictures: "Pictures: SVG, Mermaid, Graphviz",
  runbooks: "Runbooks for every handoff",
};

export function ExportPanel() {
  const dir = useSession((state) => state.exportFolder);
  const keptKinds = useSession((state) => state.exportKinds);
  const topology = useSession((state) => state.topology);
  const known = useExportKinds();
  const kinds = known
    .map(({ id }) => id)
    .filter((id) => keptKinds === null || keptKinds.includes(id));
  const { files, failure, refresh } = usePlan(dir, kinds, topology);
  const [overwrite, setOverwrite] = useState(false);
  const [writing, setWriting] = useState(false);
  const edited = files?.filter(isHandMade) ?? [];
  const summary = files ? writeSummary(files, overwrite) : null;

  const toggle = (id: string) =>
    session.set({
      exportKinds: kinds.includes(id) ? kinds.filter((kind) => kind !== id) : [...kinds, id],
    });
  const write = async () => {
    if (!dir) return;
    setWriting(true);
    try {
      const { files: written } = await platform().exportWrite(
        dir,
        kinds,
        topology,
        overwrite ? "overwrite" : "keep",
      );
      session.notify({
        tone: "success",
        title: `Exported to ${dir}`,
        detail: wordsOf(written),
        hints: [],
      });
      setOverwrite(false);
    } catch (reason) {
      report(asPlatformError(reason), "The folder holds what it held before");
    }
    setWriting(false);
    refresh();
  };

  return (
    <DockPanel
      title="Export"
      onClose={session.closeDock}
      footer={
        <>
          <span className="export__summary" role="status">
            {files && (summary ?? "Everything is up to date")}
          </span>
          <Button
            look="primary"
            data-testid="export-write"
            disabled={!summary || writing}
            onClick={() => void write()}
          >
            {writing ? "Writing…" : "Write files"}
          </Button>
        </>
      }
    >
      <div className="export__folder">
        <div
          className={`export__path selectable ${dir ? "export__path--end" : ""}`}
          title={dir ?? undefined}
          data-testid="export-folder"
        >
          {dir ? <bdi dir="ltr">{dir}</bdi> : "No folder chosen"}
        </div>
        <Button icon={FolderOpen} data-testid="export-choose" onClick={() => void chooseFolder()}>
          {dir ? "Change" : "Choose"}
        </Button>
      </div>
      <fieldset className="export__kinds">
        <legend>What to write</legend>
        {known.map(({ id }) => (
          <label key={id} className="check">
            <input
              type="checkbox"
              data-testid={`export-kind-${id}`}
              checked={kinds.includes(id)}
              onChange={() => toggle(id)}
            />
            <span className="check__mark" aria-hidden>
              <Check size={11} />
            </span>
            {TITLES[id] ?? id}
          </label>
        ))}
      </fieldset>
      {failure && <p className="dock-error">{failure}</p>}
      {!dir && (
        <Empty title="Where should it go?">
          <p>Choose a folder of your repository. You see every file before anything is written.</p>
        </Empty>
      )}
      {files && (
        <section aria-label="Files">
          <header className="export__files">
            <h3 className="dock-heading">
              {files.length} {files.length === 1 ? "file" : "files"}
            </h3>
            <IconButton
              icon={RefreshCw}
              label="Look at the folder again"
              size={14}
              onClick={refresh}
            />
          </header>
          <FileTree files={files} />
        </section>
      )}
      {edited.length > 0 && (
        <label className="check export__overwrite">
          <input
            type="checkbox"
            data-testid="export-overwrite"
            checked={overwrite}
            onChange={() => setOverwrite(!overwrite)}
          />
          <span className="check__mark" aria-hidden>
            <Check size={11} />
          </span>
          <span>
            Overwrite{" "}
            {edited.length === 1 ? "the file that was" : `${edited.length} files that were`} edited
            by hand. Left alone unless you tick this.
          </span>
        </label>
      )}
    </DockPanel>
  );
}

async function chooseFolder(): Promise<void> {
  try {
    const dir = await platform().chooseFolder("Choose the folder to export to");
    if (dir !== null) session.set({ exportFolder: dir });
  } catch (reason) {
    report(asPlatformError(reason), "No folder was chosen");
  }
}

function wordsOf(files: readonly PlannedFile[]): string {
  return `${files.length} ${files.length === 1 ? "file is" : "files are"} in step with the registry.`;
}
