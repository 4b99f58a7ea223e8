/** Choose a folder, see every file that would be written and what changes in it, then write. Nothing is written before. */
import { FolderOpen, RefreshCw, SquareArrowOutUpRight } from "lucide-react";
import { useRef, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { Words } from "../../components/words";
import { report } from "../../document/commit";
import { useLock } from "../../document/lock";
import { nameOf, useDocument } from "../../document/store";
import {
  asPlatformError,
  type Diagnostic,
  type EditedFiles,
  type ExportStep,
  type PlannedFile,
  platform,
} from "../../platform";
import { session, useSession } from "../../session/store";
import { wasEnded } from "../shell/long-run";
import { ExportProgress } from "./export-progress";
import { FileTree } from "./file-tree";
import { HandMade } from "./hand-made";
import { KindChoice } from "./kind-choice";
import { usePlan } from "./plan";
import { choose, chooseFolder, openFolder, useRequest } from "./request";
import { begin } from "./run";
import { isHandMade, writeSummary } from "./tree";
import "./export.css";

interface Writing {
  readonly step: ExportStep | null;
  readonly ends: boolean;
}

interface Told {
  readonly words: string;
  readonly good: boolean;
}

export function ExportPanel() {
  const { ready, folder, known, kinds, topology } = useRequest();
  const plan = usePlan(folder, kinds, topology);
  const { files, notes, busy, failure, refresh } = plan;
  const [edited, setEdited] = useState<EditedFiles>("keep");
  const [writing, setWriting] = useState<Writing | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const end = useRef(() => {});
  const past = useLock() === "past";
  const handMade = files?.filter(isHandMade) ?? [];
  const summary = files ? writeSummary(files, edited === "overwrite") : null;
  const refused = edited === "refuse" && handMade.length > 0;

  const write = async () => {
    if (!folder) return;
    setWriting({ step: null, ends: false });
    setTold(null);
    const run = begin(
      (id) => platform().exportWrite(folder, [...kinds], topology, edited, id),
      (step) => setWriting((now) => now && { ...now, step }),
    );
    end.current = () => {
      setWriting((now) => now && { ...now, ends: true });
      run.end();
    };
    try {
      const done = await run.answer;
      setTold({ words: doneWords(done.files, edited), good: true });
      session.announce(`Exported to ${folder}`);
      setEdited("keep");
    } catch (reason) {
      const error = asPlatformError(reason);
      if (wasEnded(reason)) setTold({ words: endedWords(error), good: false });
      else report(error, "Every file is as it was, or as it is to be");
    }
    setWriting(null);
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
            disabled={!summary || writing !== null || refused || past}
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
      <ScopeChoice whole={topology === null} />
      {known && <KindChoice known={known} kinds={kinds} />}
      {failure && (
        <p className="dock-error" role="alert">
          {failure}
        </p>
      )}
      {ready && !folder && (
        <Empty title="Where should it go?">
          <p>Choose a folder of your repository. You see every file before anything is written.</p>
        </Empty>
      )}
      {folder && kinds.length === 0 && known !== null && (
        <Empty title="Nothing to write">
          <p>Tick what the folder should hold.</p>
        </Empty>
      )}
      {told && (
        <div
          className={`dock-note ${told.good ? "dock-note--good" : ""} export__told`}
          role="status"
        >
          <p data-testid="export-written">{told.words}</p>
          {folder && (
            <Button icon={SquareArrowOutUpRight} onClick={() => void openFolder(folder)}>
              Open folder
            </Button>
          )}
        </div>
      )}
      {writing && <ExportProgress words="Writing" {...writing} onEnd={() => end.current()} />}
      {!writing && busy && files === null && (
        <ExportProgress words="Comparing" step={plan.step} ends={false} onEnd={plan.stop} />
      )}
      {plan.stopped && files === null && (
        <Empty title="Not compared with the folder">
          <p>You have ended it. Nothing was written.</p>
          <Button icon={RefreshCw} data-testid="export-again" onClick={refresh}>
            Compare again
          </Button>
        </Empty>
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
      {folder && (
        <IconButton
          icon={SquareArrowOutUpRight}
          label="Open the folder in the file manager"
          size={14}
          data-testid="export-open-folder"
          onClick={() => void openFolder(folder)}
        />
      )}
      <Button icon={FolderOpen} data-testid="export-choose" onClick={() => void chooseFolder()}>
        {folder ? "Change" : "Choose"}
      </Button>
    </div>
  );
}

/** What one topology needs, or everything; there is no choice where none is open. */
function ScopeChoice({ whole }: { readonly whole: boolean }) {
  const topology = useSession((state) => state.topology);
  const name = useDocument((state) => (topology ? nameOf(state, "topology", topology) : null));
  if (topology === null) return null;
  return (
    <fieldset className="choices export__scope">
      <legend className="visually-hidden">Of what</legend>
      <label className="choices__one">
        <input
          type="radio"
          name="export-scope"
          data-testid="export-scope-topology"
          checked={!whole}
          onChange={() => choose({ whole: false })}
        />
        <span>
          What <bdi>{name}</bdi> needs
        </span>
      </label>
      <label className="choices__one">
        <input
          type="radio"
          name="export-scope"
          data-testid="export-scope-whole"
          checked={whole}
          onChange={() => choose({ whole: true })}
        />
        The whole registry
      </label>
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

function doneWords(files: readonly PlannedFile[], edited: EditedFiles): string {
  const done = writeSummary(files, edited === "overwrite")?.replaceAll("changed", "rewritten");
  const left = edited === "overwrite" ? 0 : files.filter(isHandMade).length;
  const kept = left > 0 ? ` ${left} edited by hand ${left === 1 ? "was" : "were"} left alone.` : "";
  return `Written: ${done ?? "nothing, everything was up to date"}.${kept}`;
}

function endedWords({ message, detail }: ReturnType<typeof asPlatformError>): string {
  return [message, ...detail.hints].map((words) => `${capital(words)}.`).join(" ");
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
