/** What came, went, changed and moved since a baseline, in the colours and signs of the drawing; each can be remarked on. */
import { MessageSquarePlus } from "lucide-react";
import type { ReactNode } from "react";
import { LAYER_TOKENS } from "../../canvas/layer-colours";
import { IconButton } from "../../components/button";
import { SignMark } from "../../components/sign";
import { fieldChanges } from "../../document/describe";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { CHANGE_SHADES } from "../../document/marking";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import type { ChangedRecord, NamedRecord, TopologyDiff } from "../../platform";
import { CutList } from "../impact/cut-list";
import { showOnDrawing } from "../registry/show";
import { keyOf } from "./anchors";

const FIRST = 8;

type Remark = (key: string) => void;

export interface TopologyChangesProps {
  readonly diff: TopologyDiff;
  /** Somebody wants to say something about a record, by `keyOf`. */
  readonly onComment: Remark;
}

export function TopologyChanges({ diff, onComment }: TopologyChangesProps) {
  const { added, removed, changed, moved, revision } = diff;
  if (added.length + removed.length + changed.length + moved.length === 0)
    return (
      <p className="muted" data-testid="no-changes">
        Nothing changed since revision {revision}.
      </p>
    );
  return (
    <div className="topology-changes" data-testid="topology-changes">
      <Part what="added" count={added.length}>
        <Names records={added} onComment={onComment} />
      </Part>
      <Part what="changed" count={changed.length}>
        <CutList
          items={changed}
          keyOf={nameKey}
          first={FIRST}
          row={(record) => <Changed record={record} onComment={onComment} />}
        />
      </Part>
      <Part what="removed" count={removed.length}>
        <Names records={removed} onComment={null} />
      </Part>
      <Part what="moved" count={moved.length} note="on the drawing alone">
        <Names records={moved} onComment={onComment} />
      </Part>
    </div>
  );
}

interface PartProps {
  readonly what: keyof typeof CHANGE_SHADES;
  readonly count: number;
  readonly note?: string;
  readonly children: ReactNode;
}

/** Places say little of what a topology does, so they are folded away. */
function Part({ what, count, note, children }: PartProps) {
  if (count === 0) return null;
  const { name, sign, colour } = CHANGE_SHADES[what];
  return (
    <details className="part" open={what !== "moved"} data-testid={`part-${what}`}>
      <summary>
        <SignMark sign={sign} colour={LAYER_TOKENS[colour] ?? "unowned"} />
        {name} {note} <span className="muted">{count}</span>
      </summary>
      {children}
    </details>
  );
}

interface NamesProps {
  readonly records: readonly NamedRecord[];
  /** Null for records that are gone. */
  readonly onComment: Remark | null;
}

function Names({ records, onComment }: NamesProps) {
  return (
    <CutList
      items={records}
      keyOf={nameKey}
      first={FIRST}
      row={(record) => <Name record={record} onComment={onComment} />}
    />
  );
}

function nameKey({ key }: Pick<NamedRecord, "key">): string {
  return keyOf(key);
}

interface NameProps {
  readonly record: NamedRecord;
  readonly onComment: Remark | null;
}

function Name({ record: { key, name }, onComment }: NameProps) {
  const label = useDocument((state) =>
    state.records.get(key.kind)?.has(key.id) ? labelOf(state, key) : name,
  );
  const lock = useLock();
  const what = <span className="muted">{kindName(key.kind)}</span>;
  if (!onComment)
    return (
      <p className="part__name">
        {what} <bdi>{name}</bdi>
      </p>
    );
  return (
    <div className="part__row">
      <button
        type="button"
        className="part__name"
        title="Show it on the drawing"
        data-testid={`change-${key.kind}-${key.id}`}
        onClick={() => showOnDrawing(key)}
      >
        {what} <bdi>{label}</bdi>
      </button>
      {lock === null && (
        <IconButton
          icon={MessageSquarePlus}
          size={14}
          label={`Comment on ${label}`}
          data-testid={`remark-${key.kind}-${key.id}`}
          onClick={() => onComment(keyOf(key))}
        />
      )}
    </div>
  );
}

interface ChangedProps {
  readonly record: ChangedRecord;
  readonly onComment: Remark;
}

function Changed({ record, onComment }: ChangedProps) {
  const fields = record.fields.flatMap(({ pointer, before, after }) => {
    const path = pointer.slice(1).replaceAll("/", ".");
    return fieldChanges({ [path]: before }, { [path]: after });
  });
  return (
    <div className="change">
      <Name record={record} onComment={onComment} />
      <dl>
        {fields.map(({ field, before, after }) => (
          <div key={field} className="change__field">
            <dt>{field}</dt>
            <dd>
              {before !== null && <del>{before}</del>}
              {after !== null && <ins>{after}</ins>}
              {after === null && <span className="muted"> taken away</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
