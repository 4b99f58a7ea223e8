/** The fields of a payload: what they are, which are sensitive, and whom each reaches. */
import { ChevronRight, Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../components/button";
import { FieldError } from "../../components/field-error";
import type { ContractVersion, FieldRow, SensitiveField } from "../../platform";
import { useFields } from "../inspector/contract/field-table";
import { useEdit, useField } from "../inspector/edit";
import { FieldUsage } from "./field-usage";

export interface FieldsProps {
  readonly version: ContractVersion;
  readonly frozen: boolean;
}

export function Fields({ version, frozen }: FieldsProps) {
  const answer = useFields(version);
  const [open, setOpen] = useState<string | null>(null);
  const edit = useField<readonly SensitiveField[] | undefined>("sensitive");
  const { locked } = useEdit();
  if (answer === null) return null;
  if ("wrong" in answer) return <p className="dock-note">{answer.wrong}</p>;
  if (answer.rows.length === 0)
    return (
      <p className="inspector__hint">
        The payload has no field yet. Write its JSON Schema to give it some.
      </p>
    );
  const mark = ({ pointer, sensitive }: FieldRow) =>
    void edit.save((before = []) => {
      const others = before.filter((field) => field.pointer !== pointer);
      const all = sensitive ? others : [...others, { pointer }];
      return all.length > 0 ? all : undefined;
    });
  return (
    <>
      <table className="field-table fields">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Meaning</th>
            <th scope="col" className="fields__mark">
              <span className="visually-hidden">Sensitive</span>
            </th>
          </tr>
        </thead>
        {answer.rows.map((row) => (
          <FieldRows
            key={row.pointer}
            row={row}
            contract={version.contract}
            open={open === row.pointer}
            fixed={frozen || locked}
            onOpen={() => setOpen((before) => (before === row.pointer ? null : row.pointer))}
            onMark={() => mark(row)}
          />
        ))}
      </table>
      <FieldError>{edit.refusal}</FieldError>
    </>
  );
}

interface FieldRowsProps {
  readonly row: FieldRow;
  readonly contract: string;
  readonly open: boolean;
  readonly fixed: boolean;
  readonly onOpen: () => void;
  readonly onMark: () => void;
}

function FieldRows({ row, contract, open, fixed, onOpen, onMark }: FieldRowsProps) {
  const { pointer, name, sensitive } = row;
  return (
    <tbody className={open ? "is-open" : undefined}>
      <tr>
        <th scope="row" title={pointer} style={{ paddingInlineStart: `${row.depth}rem` }}>
          <button
            type="button"
            className="fields__name"
            aria-expanded={open}
            title={`Who uses ${name}`}
            data-testid={`field-${pointer}`}
            onClick={onOpen}
          >
            <ChevronRight size={12} className="fields__fold" aria-hidden />
            <bdi className="mono">{name}</bdi>
            {row.required && (
              <span className="form-field__required" title="Required">
                <span aria-hidden>*</span>
                <span className="visually-hidden">required</span>
              </span>
            )}
          </button>
          <span className="field-table__type fields__type">
            {row.type_words}
            {row.nullable && ", or nothing"}
          </span>
        </th>
        <td dir="auto">
          {row.meaning}
          {row.limits && <span className="field-table__limits">{row.limits}</span>}
        </td>
        <td className="fields__mark">
          {fixed ? (
            sensitive && (
              <EyeOff size={13} className="field-table__sensitive" aria-label="sensitive" />
            )
          ) : (
            <IconButton
              icon={sensitive ? EyeOff : Eye}
              size={13}
              label={
                sensitive ? `${name} is sensitive: take the mark away` : `Mark ${name} as sensitive`
              }
              aria-pressed={sensitive}
              onClick={onMark}
            />
          )}
        </td>
      </tr>
      {open && (
        <tr className="fields__usage">
          <td colSpan={3}>
            <FieldUsage contract={contract} pointer={pointer} />
          </td>
        </tr>
      )}
    </tbody>
  );
}
