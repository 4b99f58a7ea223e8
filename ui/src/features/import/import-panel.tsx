/** What an import would bring, drawn, with what it cannot carry beside it, before anybody agrees to it. */
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { InlineSelect } from "../../components/inline-select";
import { compareNames } from "../../document/order";
import { kindName } from "../../document/records";
import { useRecords } from "../../document/store";
import type { ImportReply, PickedFile, RecordKey } from "../../platform";
import { session, useSession } from "../../session/store";
import { confirmImport, previewImport } from "./import";
import { ImportDrawingView } from "./import-drawing";
import { ImportNotes } from "./import-notes";
import { ImportProgress } from "./import-progress";
import { ImportProposals } from "./import-proposals";
import "./import.css";

export interface ImportPanelProps {
  readonly files: readonly PickedFile[];
  /** The topology to import into; the files choose where there is none. */
  readonly topology: string | null;
  /** Null while the files are read for the first time. */
  readonly preview: ImportReply | null;
}

/** Ids shown of a long list; the rest is counted. */
const SHOWN = 200;
/** So many are shown at once; more are counted until they are asked for. */
const FEW = 6;
/** Files of a folder that are named; the rest is counted. */
const NAMED_FILES = 5;

export function ImportPanel({ files, topology, preview }: ImportPanelProps) {
  const importing = useSession((state) => state.importing);
  const busy = importing !== null;
  const count = preview ? preview.created.length + preview.updated.length : 0;
  return (
    <DockPanel
      title="Import"
      onClose={session.closeDock}
      footer={
        <>
          {/* What is under way is ended beside its progress. */}
          {!busy && (
            <Button look="quiet" data-testid="import-cancel" onClick={session.closeDock}>
              Cancel
            </Button>
          )}
          <Button
            look="primary"
            data-testid="import-apply"
            disabled={busy || count === 0}
            onClick={() => void confirmImport(files, topology)}
          >
            {count === 0 ? "Import" : `Import ${count} ${count === 1 ? "record" : "records"}`}
          </Button>
        </>
      }
    >
      <ul className="import__files selectable">
        {files.slice(0, NAMED_FILES).map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
        {files.length > NAMED_FILES && <li>and {files.length - NAMED_FILES} more</li>}
      </ul>
      <Into
        topology={topology}
        disabled={busy}
        onChange={(into) => void previewImport(files, into)}
      />
      {importing && <ImportProgress run={importing} />}
      {preview && <Preview files={files} preview={preview} />}
    </DockPanel>
  );
}

interface PreviewProps {
  readonly files: readonly PickedFile[];
  readonly preview: ImportReply;
}

function Preview({ files, preview }: PreviewProps) {
  const { created, updated, changes, drawings, proposals, notes } = preview;
  return (
    <>
      {drawings.map((drawing) => (
        <ImportDrawingView key={drawing.topology} drawing={drawing} />
      ))}
      {created.length + updated.length === 0 && (
        <p className="dock-note">There is nothing new in it for this registry.</p>
      )}
      <ImportProposals proposals={proposals} />
      <ImportNotes notes={notes} files={files.map(({ name }) => name)} />
      {changes.length > 0 && (
        <section className="import__part" aria-label="Changes">
          <h3 className="dock-heading">What changes</h3>
          <ChangeList changes={changes} />
        </section>
      )}
      <Records title="Created" keys={created} />
      <Records title="Updated" keys={updated} />
    </>
  );
}

interface IntoProps {
  readonly topology: string | null;
  readonly disabled: boolean;
  readonly onChange: (topology: string | null) => void;
}

/** Where it goes: a topology of its own, or one that is there. */
function Into({ topology, disabled, onChange }: IntoProps) {
  const topologies = useRecords("topology");
  const options = [...topologies.values()]
    .map(({ record: { id, name } }) => ({ value: id, label: name }))
    .sort((a, b) => compareNames(a.label, b.label));
  return (
    <p className="import__into">
      Goes into{" "}
      <InlineSelect
        label="Topology to import into"
        value={topology ?? ""}
        options={options}
        none="the topology that the file names"
        disabled={disabled}
        data-testid="import-topology"
        onChange={(value) => onChange(value === "" ? null : value)}
      />
    </p>
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
