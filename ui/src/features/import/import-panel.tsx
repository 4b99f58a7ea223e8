/** What an import would bring, and what it cannot carry, before anybody agrees to it. */
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Words } from "../../components/words";
import { kindName } from "../../document/records";
import type { Diagnostic, ImportReply, Level, RecordKey } from "../../platform";
import { session } from "../../session/store";
import { confirmImport } from "./import";
import "./import.css";

export interface ImportPanelProps {
  readonly files: readonly string[];
  readonly preview: ImportReply;
}

const MARKS = { info: Info, warning: TriangleAlert, error: CircleAlert };
const LEVELS: readonly Level[] = ["error", "warning", "info"];
/** Lines shown of a long list; the rest is counted. */
const SHOWN = 200;

export function ImportPanel({ files, preview }: ImportPanelProps) {
  const [busy, setBusy] = useState(false);
  const { created, updated } = preview;
  const notes = [...preview.notes].sort(
    (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level),
  );
  const count = created.length + updated.length;
  const confirm = async () => {
    setBusy(true);
    await confirmImport(files);
    setBusy(false);
  };
  return (
    <DockPanel
      title="Import"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" data-testid="import-cancel" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            data-testid="import-apply"
            disabled={busy || count === 0}
            onClick={() => void confirm()}
          >
            {count === 0 ? "Import" : `Import ${count} ${count === 1 ? "record" : "records"}`}
          </Button>
        </>
      }
    >
      <ul className="import__files selectable">
        {files.map((file) => (
          <li key={file}>{file}</li>
        ))}
      </ul>
      {count === 0 && <p className="dock-note">There is nothing new in it for this registry.</p>}
      <Records title="Created" keys={created} />
      <Records title="Updated" keys={updated} />
      {notes.length > 0 && (
        <section className="import__part" aria-label="Notes">
          <h3 className="dock-heading">
            {notes.length === 1 ? "1 note" : `${notes.length} notes`}
          </h3>
          <ul className="import__notes">
            {notes.slice(0, SHOWN).map((note, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: equal notes about one place have no other identity.
              <NoteLine key={i} note={note} files={files} />
            ))}
          </ul>
          {notes.length > SHOWN && <p className="muted">and {notes.length - SHOWN} more</p>}
        </section>
      )}
    </DockPanel>
  );
}

function Records({ title, keys }: { readonly title: string; readonly keys: readonly RecordKey[] }) {
  if (keys.length === 0) return null;
  const kinds = [...new Set(keys.map(({ kind }) => kind))].map((kind) => ({
    kind,
    ids: keys.filter((key) => key.kind === kind).map(({ id }) => id),
  }));
  return (
    <section className="import__part" aria-label={title}>
      <h3 className="dock-heading">
        {title} <span className="import__count">{keys.length}</span>
      </h3>
      <dl className="import__kinds">
        {kinds.map(({ kind, ids }) => {
          const names = ids.slice(0, SHOWN).join(", ");
          return (
            <div key={kind}>
              <dt>{kindName(kind)}</dt>
              <dd title={names}>{names}</dd>
              <dd className="import__count">{ids.length}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

interface NoteLineProps {
  readonly note: Diagnostic;
  readonly files: readonly string[];
}

function NoteLine({ note, files }: NoteLineProps) {
  const Mark = MARKS[note.level];
  return (
    <li className={`import__note import__note--${note.level}`}>
      <Mark size={14} aria-label={note.level} />
      <div>
        <p>
          <Words text={note.message} />
        </p>
        <p className="import__place selectable">{placeIn(files, note.path)}</p>
      </div>
    </li>
  );
}

/** A place without the folder of its file, which is told above. */
function placeIn(files: readonly string[], path: string): string {
  const file = files.find((candidate) => path.startsWith(candidate));
  if (file === undefined) return path;
  return path.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
