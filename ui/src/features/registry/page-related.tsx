/** The records that touch one, grouped by what they are and through which field. */
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { RecordIcon } from "../../components/kind-icon";
import { kindName } from "../../document/records";
import type { Kind, RecordPage, RelatedRecord } from "../../platform";
import { openTopology } from "../shell/topology";
import { kindNames } from "./kinds";
import { showPage } from "./places";
import "./page-related.css";

/** Records of a group that are shown at first. */
const FIRST = 8;

export function PageRelated({ page }: { readonly page: RecordPage }) {
  const { topologies, referred_by, refers_to } = page;
  const alone = topologies.length + referred_by.length + refers_to.length === 0;
  return (
    <section className="page__section" aria-label="What touches it">
      <h2>What touches it</h2>
      {alone && <p className="muted">Nothing in the registry refers to it, nor it to anything.</p>}
      {topologies.length > 0 && (
        <div className="related">
          <h3>Drawn in</h3>
          <ul className="related__list">
            {topologies.map(({ id, name }) => (
              <li key={id}>
                <button
                  type="button"
                  className="related__record"
                  title="Open the drawing"
                  onClick={() => openTopology(id)}
                >
                  <RecordIcon kind="topology" id={id} size={14} />
                  <span>{name}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Direction title="Refer to it" records={referred_by} />
      <Direction title="It refers to" records={refers_to} />
    </section>
  );
}

interface DirectionProps {
  readonly title: string;
  readonly records: readonly RelatedRecord[];
}

/** What touches in one way alone is told in a line; the rest in groups. */
function Direction({ title, records }: DirectionProps) {
  const groups = useMemo(() => grouped(records), [records]);
  if (groups.length === 0) return null;
  const alone = groups.filter((group) => group.records.length === 1);
  return (
    <div className="related">
      <h3>{title}</h3>
      {groups
        .filter((group) => group.records.length > 1)
        .map((group) => (
          <RelatedGroup key={`${group.kind}:${group.field}`} {...group} />
        ))}
      {alone.length > 0 && (
        <ul className="related__list related__group">
          {alone.flatMap(({ kind, field, records: [record] }) =>
            record ? [<RelatedLine key={`${kind}:${field}`} record={record} told />] : [],
          )}
        </ul>
      )}
    </div>
  );
}

interface RelatedLineProps {
  readonly record: RelatedRecord;
  /** Says what it is and how it touches. */
  readonly told?: boolean;
}

function RelatedLine({ record: { kind, id, name, field }, told = false }: RelatedLineProps) {
  const words = field.replaceAll("_", " ");
  const what = kindName(kind).toLowerCase();
  return (
    <li>
      <button
        type="button"
        className="related__record"
        data-testid={`related-${kind}-${id}`}
        onClick={() => showPage({ kind, id })}
      >
        <RecordIcon kind={kind} id={id} size={14} />
        <span title={name}>{name}</span>
        {told && (
          <span className="related__field">
            {words.includes(what) ? words : `${what}, ${words}`}
          </span>
        )}
      </button>
    </li>
  );
}

interface Group {
  readonly kind: Kind;
  readonly field: string;
  readonly records: readonly RelatedRecord[];
}

function RelatedGroup({ kind, field, records }: Group) {
  const [all, setAll] = useState(false);
  const shown = all ? records : records.slice(0, FIRST);
  return (
    <div className="related__group">
      <p className="related__what">
        {kindNames(kind)}
        <span className="related__field">{field.replaceAll("_", " ")}</span>
        <span className="related__count">{records.length}</span>
      </p>
      <ul className="related__list">
        {shown.map((record) => (
          <RelatedLine key={record.id} record={record} />
        ))}
      </ul>
      {shown.length < records.length && (
        <Button look="quiet" className="related__all" onClick={() => setAll(true)}>
          Show all {records.length}
        </Button>
      )}
    </div>
  );
}

/** By kind and field, in the order in which they come; a record that touches twice in one way is told once. */
function grouped(records: readonly RelatedRecord[]): Group[] {
  const groups = new Map<string, { kind: Kind; field: string; records: RelatedRecord[] }>();
  const known = new Set<string>();
  for (const record of records) {
    const { kind, field, id } = record;
    const key = `${kind}:${field}`;
    if (known.has(`${key}:${id}`)) continue;
    known.add(`${key}:${id}`);
    const group = groups.get(key) ?? { kind, field, records: [] };
    group.records.push(record);
    groups.set(key, group);
  }
  return [...groups.values()];
}
