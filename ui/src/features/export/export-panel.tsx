/** Choose a folder, see every file that would be written and what changes in it, then write. Nothing is written before. */
import { Check, FolderOpen, RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { Words } from "../../components/words";
import { report } from "../../document/commit";
import { useLock } from "../../document/lock";
import {
  asPlatformError,
  type Diagnostic,
  type EditedFiles,
  type PlannedFile,
  platform,
} from "../../platform";
import { session } from "../../session/store";
import { FileTree } from "./file-tree";
import { HandMade } from "./hand-made";
import { usePlan } from "./plan";
import { type ExportRequest, useRequest } from "./request";
import { isHandMade, writeSummary } from "./tree";
import "./export.css";

/** What the exports are called here; one that is not known yet goes by its own name. */
const TITLES: Record<string, string> = {
  contracts: "Contracts as JSON Schema",
  pictures: "Pictures: SVG, Mermaid, Graphviz",
  runbooks: "Runbooks for every handoff",
  "types-python": "Payload types for Python (Pydantic)",
  "types-rust": "Payload types for Rust (serde)",
  "types-typescript": "Payload types for TypeScript",
};

export function ExportPanel() {
  const request = useRequest();
  const { folder, kinds, topology } = request;
  const { files, notes, busy, failure, refresh } = usePlan(folder, kinds, topology);
  const [edited, setEdited] = useState<EditedFiles>("keep");
  const [writing, setWriting] = useState(false);
  const [written, setWritten] = useState<string | null>(null);
  const past = useLock() === "past";
  const handMade = files?.filter(isHandMade) ?? [];
  const summary = files ? writeSummary(files, edited === "overwrite") : null;
  const refused = edited === "refuse" && handMade.length > 0;

  const write = async () => {
    if (!folder) return;
    setWriting(true);
    setWritten(null);
    try {
      const done = await platform().exportWrite(folder, [...kinds], topology, edited);
      setWritten(doneWords(done.files, edited));
      session.announce(`Exported to ${folder}`);
      setEdited("keep");
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
            {files && !refused && (summary ?? "Everything is up to date")}
            {refused && "Nothing is written while files are edited by hand"}
          </span>
          <Button
            look="primary"
            data-testid="export-write"
            disabled={!summary || writing || refused || past}
            onClick={() => void write()}
          >
            {writing ? "Writing…" : "Write files"}
          </Button>
        </>
      }
    >
      {past && (
        <p className="dock-note">
          What is exported is the present state, not the earlier one that is shown. Go back to now
          first.
        </p>
      )}
      <FolderChoice folder={folder} />
      <KindChoice request={request} />
      {failure && <p className="dock-error">{failure}</p>}
      {!folder && (
        <Empty title="Where should it go?">
          <p>Choose a folder of your repository. You see every file before anything is written.</p>
        </Empty>
      )}
      {folder && kinds.length === 0 && request.known !== null && (
        <Empty title="Nothing to write">
          <p>Tick what the folder should hold.</p>
        </Empty>
      )}
      {written && (
        <p className="dock-note dock-note--good" role="status" data-testid="export-written">
          {written}
        </p>
      )}
      {(writing || (busy && files === null)) && (
        <progress className="export__progress" aria-label={writing ? "Writing" : "Comparing"} />
      )}
      {handMade.length > 0 && (
        <HandMade count={handMade.length} value={edited} onChange={setEdited} />
      )}
      {files && files.length > 0 && (
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
      <Notes notes={notes} />
    </DockPanel>
  );
}

function FolderChoice({ folder }: { readonly folder: string | null }) {
  return (
    <div className="export__folder">
      <div
        className={`export__path selectable ${folder ? "export__path--end" : ""}`}
        title={folder ?? undefined}
        data-testid="export-folder"
      >
        {folder ? <bdi dir="ltr">{folder}</bdi> : "No folder chosen"}
      </div>
      <Button icon={FolderOpen} data-testid="export-choose" onClick={() => void chooseFolder()}>
        {folder ? "Change" : "Choose"}
      </Button>
    </div>
  );
}

function KindChoice({ request: { known, kinds } }: { readonly request: ExportRequest }) {
  const toggle = (id: string) =>
    session.set({
      exportKinds: kinds.includes(id) ? kinds.filter((kind) => kind !== id) : [...kinds, id],
    });
  return (
    <fieldset className="choices">
      <legend>What to write</legend>
      {known?.map(({ id }) => (
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
  );
}

function Notes({ notes }: { readonly notes: readonly Diagnostic[] }) {
  if (notes.length === 0) return null;
  return (
    <section aria-label="What cannot be exported">
      <h3 className="dock-heading">{notes.length === 1 ? "1 note" : `${notes.length} notes`}</h3>
      <ul className="export__notes">
        {notes.map((note) => (
          <li key={`${note.path} ${note.message}`}>
            <Words text={note.message} />
            <span className="mono muted selectable">{note.path}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function chooseFolder(): Promise<void> {
  try {
    const folder = await platform().chooseFolder("Choose the folder to export to");
    if (folder !== null) session.set({ exportFolder: folder });
  } catch (reason) {
    report(asPlatformError(reason), "No folder was chosen");
  }
}

function doneWords(files: readonly PlannedFile[], edited: EditedFiles): string {
  const done = writeSummary(files, edited === "overwrite")?.replaceAll("changed", "rewritten");
  const left = edited === "overwrite" ? 0 : files.filter(isHandMade).length;
  const kept = left > 0 ? ` ${left} edited by hand ${left === 1 ? "was" : "were"} left alone.` : "";
  return `Written: ${done ?? "nothing, everything was up to date"}.${kept}`;
}
