/** What an import had to guess and what it cannot carry, file by file, the gravest first. */
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { Words } from "../../components/words";
import type { Diagnostic, Level } from "../../platform";

const MARKS = { info: Info, warning: TriangleAlert, error: CircleAlert };
const LEVELS: readonly Level[] = ["error", "warning", "info"];
/** Notes of a file shown at first. */
const SHOWN = 50;

export interface ImportNotesProps {
  readonly notes: readonly Diagnostic[];
  readonly files: readonly string[];
}

export function ImportNotes({ notes, files }: ImportNotesProps) {
  const groups = useMemo(() => byFile(notes, files), [notes, files]);
  if (notes.length === 0) return null;
  return (
    <section className="import__part" aria-label="Notes">
      <h3 className="dock-heading">{notes.length === 1 ? "1 note" : `${notes.length} notes`}</h3>
      {groups.map((group) => (
        <FileNotes key={group.file} group={group} named={groups.length > 1} />
      ))}
    </section>
  );
}

interface FileGroup {
  readonly file: string;
  readonly notes: readonly Diagnostic[];
}

function FileNotes({ group, named }: { readonly group: FileGroup; readonly named: boolean }) {
  const [all, setAll] = useState(false);
  const shown = all ? group.notes : group.notes.slice(0, SHOWN);
  return (
    <div className="import__file">
      {named && <h4 className="selectable">{shortName(group.file)}</h4>}
      <ul className="import__notes">
        {shown.map((note, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal notes about one place have no other identity.
          <NoteLine key={i} note={note} file={group.file} />
        ))}
      </ul>
      {shown.length < group.notes.length && (
        <Button look="quiet" onClick={() => setAll(true)}>
          Show all {group.notes.length}
        </Button>
      )}
    </div>
  );
}

function NoteLine({ note, file }: { readonly note: Diagnostic; readonly file: string }) {
  const Mark = MARKS[note.level];
  return (
    <li className={`import__note import__note--${note.level}`}>
      <Mark size={14} aria-label={note.level} />
      <div>
        <p>
          <Words text={note.message} />
        </p>
        <p className="import__place selectable">{note.path.replace(file, shortName(file))}</p>
      </div>
    </li>
  );
}

/** Each note with the file that its place names; places that name none come last. */
export function byFile(notes: readonly Diagnostic[], files: readonly string[]): FileGroup[] {
  const groups = new Map<string, Diagnostic[]>(files.map((file) => [file, []]));
  for (const note of notes) {
    const file = files.find((each) => note.path.startsWith(each)) ?? "";
    groups.set(file, [...(groups.get(file) ?? []), note]);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([file, members]) => ({
      file,
      notes: members.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
    }));
}

/** A file without its folder, which is told above. */
function shortName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
