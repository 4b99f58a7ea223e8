/** What an import would bring, and what it cannot carry, before anybody agrees to it. */
import { useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { kindName } from "../../document/records";
import type { ImportReply, RecordKey } from "../../platform";
import { session } from "../../session/store";
import { confirmImport } from "./import";
import { ImportNotes } from "./import-notes";
import "./import.css";

export interface ImportPanelProps {
  readonly files: readonly string[];
  readonly preview: ImportReply;
}

/** Ids shown of a long list; the rest is counted. */
const SHOWN = 200;
/** So many are shown at once; more are counted until they are asked for. */
const FEW = 6;

export function ImportPanel({ files, preview }: ImportPanelProps) {
  const [busy, setBusy] = useState(false);
  const { created, updated } = preview;
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
            {busy
              ? "Importing…"
              : count === 0
                ? "Import"
                : `Import ${count} ${count === 1 ? "record" : "records"}`}
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
      <ImportNotes notes={preview.notes} files={files} />
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
      <div className="import__kinds">
        {kinds.map(({ kind, ids }) => (
          <details key={kind} open={ids.length <= FEW}>
            <summary>
              <span>{kindName(kind)}</span>
              <span className="import__count">{ids.length}</span>
            </summary>
            <ul className="selectable">
              {ids.slice(0, SHOWN).map((id) => (
                <li key={id}>{id}</li>
              ))}
              {ids.length > SHOWN && <li>and {ids.length - SHOWN} more</li>}
            </ul>
          </details>
        ))}
      </div>
    </section>
  );
}
