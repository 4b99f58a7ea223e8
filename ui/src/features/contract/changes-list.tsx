/** What changed since the version before, for people; a click goes to the place in the schema. */
import { Replace } from "lucide-react";
import { useState } from "react";
import type { Judgement, SchemaChange } from "../../platform";
import { breaksWords, changesWords, kindWords } from "./words";

export interface ChangesListProps {
  readonly judgement: Judgement;
  readonly onPlace: (pointer: string) => void;
}

export function ChangesList({
  judgement: { before, against, renames },
  onPlace,
}: ChangesListProps) {
  const [all, setAll] = useState(false);
  const since = before ?? against[0];
  if (!since) return null;
  const { changes, old } = since;
  const shown = all ? changes : changes.slice(0, MOST_SHOWN);
  return (
    <section className="contract-part" aria-label="Changes" data-testid="changes">
      <h3>
        {changes.length === 0 ? "Nothing changed" : changesWords(changes.length)} since{" "}
        <span className="mono">{old}</span>
      </h3>
      {renames.length > 0 && <RenameNotice renames={renames} onPlace={onPlace} />}
      <ul className="changes-list">
        {shown.map((change) => (
          <li key={`${change.kind} ${change.pointer} ${change.message}`}>
            <button type="button" onClick={() => onPlace(change.pointer)}>
              <span className="changes-list__what">{change.message}</span>
              <span className="changes-list__kind">
                {kindWords(change.kind)}
                {change.breaks.length > 0 && (
                  <span className="changes-list__breaks"> · {breaksWords(change.breaks)}</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length < changes.length && (
        <button type="button" className="contract-link" onClick={() => setAll(true)}>
          Show all {changes.length}
        </button>
      )}
    </section>
  );
}

/** More than that would push what stands below out of sight. */
const MOST_SHOWN = 12;

function RenameNotice({
  renames,
  onPlace,
}: {
  readonly renames: readonly SchemaChange[];
  readonly onPlace: (pointer: string) => void;
}) {
  return (
    <div className="rename-notice" role="note" data-testid="renames">
      <Replace size={16} aria-hidden />
      <div>
        <h4>
          {renames.length === 1 ? "A field may have been renamed" : "Fields may have been renamed"}
        </h4>
        <ul>
          {renames.map(({ pointer, message }) => (
            <li key={pointer}>
              <button type="button" className="contract-link" onClick={() => onPlace(pointer)}>
                {message}
              </button>
            </li>
          ))}
        </ul>
        <p>Its value would be lost silently. Publishing asks whether that is meant.</p>
      </div>
    </div>
  );
}
