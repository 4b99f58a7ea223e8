/** The fields of a payload as it is being written: what they are, which are sensitive, and whom each reaches. */
import { ChevronRight, Eye, EyeOff } from "lucide-react";
import { memo, useCallback, useRef, useState } from "react";
import { IconButton } from "../../components/button";
import { FieldError } from "../../components/field-error";
import type { ContractVersion, FieldRow, SensitiveField } from "../../platform";
import { useEdit, useField } from "../inspector/edit";
import { FieldUsage } from "./field-usage";
import { useFields } from "./use-fields";
import { useVersionDraft } from "./version-draft";
import "./fields.css";

export interface FieldsProps {
  readonly version: ContractVersion;
  readonly frozen: boolean;
}

export function Fields({ version, frozen }: FieldsProps) {
  const { written } = useVersionDraft();
  const { answer: rows, failure } = useFields(written ?? version);
  const edit = useField<readonly SensitiveField[] | undefined>("sensitive");
  const { locked } = useEdit();
  const save = useRef(edit.save);
  save.current = edit.save;
  const mark = useCallback(({ pointer, sensitive }: FieldRow) => {
    void save.current((before = []) => {
      const others = before.filter((field) => field.pointer !== pointer);
      const all = sensitive ? others : [...others, { pointer }];
      return all.length > 0 ? all : undefined;
    });
  }, []);
  if (failure) return <p className="dock-note">{failure.message}</p>;
  if (rows === null) return null;
  if (rows.length === 0)
    return (
      <p className="inspector__hint">
        The payload has no field yet. Write its JSON Schema to give it some.
      </p>
    );
  return (
    <>
      <FieldTable rows={rows} contract={version.contract} fixed={frozen || locked} onMark={mark} />
      <FieldError>{edit.refusal}</FieldError>
    </>
  );
}

interface FieldTableProps {
  readonly rows: readonly FieldRow[];
  readonly contract: string;
  readonly fixed: boolean;
  readonly onMark: (row: FieldRow) => void;
}

/** Drawn anew when its rows are others, not with every key: a schema may have thousands of fields. */
const FieldTable = memo(function FieldTable({ rows, contract, fixed, onMark }: FieldTableProps) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <table className="fields">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Meaning</th>
          <th scope="col" className="fields__mark">
            <span className="visually-hidden">Sensitive</span>
          </th>
        </tr>
      </thead>
      {rows.map((row) => (
        <FieldRows
          key={row.pointer}
          row={row}
          contract={contract}
          open={open === row.pointer}
          fixed={fixed}
          onOpen={() => setOpen((before) => (before === row.pointer ? null : row.pointer))}
          onMark={() => onMark(row)}
        />
      ))}
    </table>
  );
});

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
          <span className="fields__type">
            {row.type_words}
            {row.nullable && ", or nothing"}
          </span>
        </th>
        <td dir="auto">
          {row.meaning}
          {row.limits && <span className="fields__limits">{row.limits}</span>}
        </td>
        <td className="fields__mark">
          {fixed ? (
            sensitive && <EyeOff size={13} className="fields__sensitive" aria-label="sensitive" />
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
