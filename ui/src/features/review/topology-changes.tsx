/** What came, went, changed and moved since a baseline, in the colours of the drawing. */
import type { ReactNode } from "react";
import { labelOf } from "../../document/labels";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import type { ChangedRecord, NamedRecord, RecordKey, TopologyDiff } from "../../platform";
import { CutList } from "../impact/cut-list";
import { showOnDrawing } from "../registry/show";

const FIRST = 8;

export function TopologyChanges({ diff }: { readonly diff: TopologyDiff }) {
  const { added, removed, changed, moved, revision } = diff;
  if (added.length + removed.length + changed.length + moved.length === 0)
    return (
      <p className="muted" data-testid="no-changes">
        Nothing changed since revision {revision}.
      </p>
    );
  return (
    <div className="topology-changes" data-testid="topology-changes">
      <Part what="added" title="Added" count={added.length}>
        <Names records={added} />
      </Part>
      <Part what="changed" title="Changed" count={changed.length}>
        <CutList
          items={changed}
          keyOf={keyOf}
          first={FIRST}
          row={(record) => <Changed record={record} />}
        />
      </Part>
      <Part what="removed" title="Removed" count={removed.length}>
        <Names records={removed} gone />
      </Part>
      <Part what="moved" title="Moved on the drawing alone" count={moved.length}>
        <Names records={moved} />
      </Part>
    </div>
  );
}

interface PartProps {
  readonly what: "added" | "changed" | "removed" | "moved";
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

/** Places say little of what a topology does, so they are folded away. */
function Part({ what, title, count, children }: PartProps) {
  if (count === 0) return null;
  return (
    <details className={`part part--${what}`} open={what !== "moved"}>
      <summary>
        <span className="part__dot" aria-hidden />
        {title} <span className="muted">{count}</span>
      </summary>
      {children}
    </details>
  );
}

function Names({
  records,
  gone = false,
}: {
  readonly records: readonly NamedRecord[];
  readonly gone?: boolean;
}) {
  return (
    <CutList
      items={records}
      keyOf={keyOf}
      first={FIRST}
      row={(record) => <Name record={record} gone={gone} />}
    />
  );
}

function keyOf({ key }: { readonly key: RecordKey }): string {
  return `${key.kind}:${key.id}`;
}

interface NameProps {
  readonly record: NamedRecord;
  readonly gone?: boolean;
}

function Name({ record: { key, name }, gone = false }: NameProps) {
  const label = useDocument((state) =>
    state.records.get(key.kind)?.has(key.id) ? labelOf(state, key) : name,
  );
  const what = <span className="muted">{kindName(key.kind)}</span>;
  if (gone)
    return (
      <p className="part__name">
        {what} {name}
      </p>
    );
  return (
    <button
      type="button"
      className="part__name"
      title="Show it on the drawing"
      onClick={() => showOnDrawing(key)}
    >
      {what} {label}
    </button>
  );
}

function Changed({ record }: { readonly record: ChangedRecord }) {
  return (
    <div className="change">
      <Name record={record} />
      <dl>
        {record.fields.map(({ pointer, before, after }) => (
          <div key={pointer} className="change__field">
            <dt>{pointer.slice(1).replaceAll("/", ".")}</dt>
            <dd>
              {before !== null && <del>{told(before)}</del>}
              {after !== null && <ins>{told(after)}</ins>}
              {after === null && <span className="muted"> taken away</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function told(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
