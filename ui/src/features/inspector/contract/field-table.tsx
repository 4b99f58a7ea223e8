/** The fields of a payload as the registry reads them out of the schema. */
import { EyeOff } from "lucide-react";
import { useEffect, useState } from "react";
import { asPlatformError, type ContractVersion, type FieldRow, platform } from "../../../platform";

export type FieldsAnswer =
  | { readonly rows: readonly FieldRow[] }
  | { readonly wrong: string }
  | null;

export function FieldTable({ version }: { readonly version: ContractVersion }) {
  const answer = useFields(version);
  if (answer === null) return null;
  if ("wrong" in answer) return <p className="dock-note">{answer.wrong}</p>;
  if (answer.rows.length === 0)
    return (
      <p className="inspector__hint">
        The payload has no field yet. Write its JSON Schema to give it some.
      </p>
    );
  return (
    <table className="field-table">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {answer.rows.map((row) => (
          <tr key={row.pointer}>
            <th scope="row" title={row.pointer} style={{ paddingInlineStart: `${row.depth}rem` }}>
              <span className="field-table__name">
                <bdi className="mono">{row.name}</bdi>
                {row.required && (
                  <span className="form-field__required" title="Required">
                    <span aria-hidden>*</span>
                    <span className="visually-hidden">required</span>
                  </span>
                )}
                {row.sensitive && (
                  <EyeOff size={12} className="field-table__sensitive" aria-label="sensitive" />
                )}
              </span>
              <span className="field-table__type">
                {row.type_words}
                {row.nullable && ", or nothing"}
              </span>
            </th>
            <td dir="auto">
              {row.meaning}
              {row.limits && <span className="field-table__limits">{row.limits}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Asked again whenever the schema or what is sensitive in it changes. */
export function useFields({
  contract,
  version,
  payload_schema,
  sensitive,
}: ContractVersion): FieldsAnswer {
  const [answer, setAnswer] = useState<FieldsAnswer>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer follows from the stored schema.
  useEffect(() => {
    let current = true;
    platform()
      .contractFields(contract, version)
      .then(
        (rows) => current && setAnswer({ rows }),
        (reason: unknown) => current && setAnswer({ wrong: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [contract, version, payload_schema, sensitive]);
  return answer;
}
