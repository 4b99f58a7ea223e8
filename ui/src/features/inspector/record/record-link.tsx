/** A record by its sign and name; a click opens it. */
import { RecordIcon } from "../../../components/kind-icon";
import { labelOf } from "../../../document/labels";
import { useDocument } from "../../../document/store";
import type { RecordKey } from "../../../platform";
import { openRecord } from "./open";

export interface RecordLinkProps {
  readonly subject: RecordKey;
  /** Other words than its name. */
  readonly label?: string | undefined;
  /** What it is here, in a few words. */
  readonly note?: string | undefined;
}

export function RecordLink({ subject, label, note }: RecordLinkProps) {
  const name = useDocument((state) => label ?? labelOf(state, subject));
  const known = useDocument((state) => state.records.get(subject.kind)?.has(subject.id) ?? false);
  return (
    // Reading goes on where nothing can be changed, so this is no button of a locked form.
    <a
      className="record-link"
      href={`#${subject.kind}/${subject.id}`}
      aria-disabled={!known}
      title={name}
      onClick={(event) => {
        event.preventDefault();
        if (known) openRecord(subject);
      }}
    >
      <RecordIcon kind={subject.kind} id={subject.id} size={14} />
      <bdi className="record-link__name">{name}</bdi>
      {note && <span className="record-link__note">{note}</span>}
    </a>
  );
}

export interface RecordListProps {
  readonly records: readonly (RecordKey & Omit<RecordLinkProps, "subject">)[];
  /** Said when there is none. */
  readonly none: string;
}

const SHOWN = 12;

export function RecordList({ records, none }: RecordListProps) {
  if (records.length === 0) return <p className="inspector__hint">{none}</p>;
  const more = records.length - SHOWN;
  const links = (some: RecordListProps["records"]) => (
    <ul className="record-list">
      {some.map(({ kind, id, label, note }) => (
        <li key={`${kind}:${id}`}>
          <RecordLink subject={{ kind, id }} label={label} note={note} />
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {links(records.slice(0, SHOWN))}
      {more > 0 && (
        <details className="record-list__more">
          <summary>{more} more</summary>
          {links(records.slice(SHOWN))}
        </details>
      )}
    </>
  );
}
