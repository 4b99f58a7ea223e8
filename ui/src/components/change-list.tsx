import { describeChange } from "../document/describe";
import type { RecordChange } from "../platform";

/** A diff as people read it: record by record, field by field, before and after. */
export function ChangeList({ changes }: { readonly changes: readonly RecordChange[] }) {
  if (changes.length === 0) return <p className="muted">Nothing would change.</p>;
  return (
    <ul className="changes">
      {changes.map((change) => {
        const { title, what, fields } = describeChange(change);
        return (
          <li key={`${change.kind}:${change.id}`} className="change">
            <div className="change__head">
              <span className="change__title">{title}</span>
              <span className={`change__what change__what--${what}`}>{what}</span>
            </div>
            {what !== "deleted" && (
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
            )}
          </li>
        );
      })}
    </ul>
  );
}
