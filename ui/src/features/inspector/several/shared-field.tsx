/** A field of several records: its name, its control, and why an edit was refused. */

import { type ReactNode, useId, useState } from "react";
import { FieldError } from "../../../components/field-error";
import { refusalWords } from "../../../document/commit";
import type { ErrorReply } from "../../../platform";

/** False where the registry has refused the edit. */
export type Send = (edit: Promise<ErrorReply | null>) => Promise<boolean>;

export interface SharedFieldProps {
  readonly label: string;
  /** The label stands above, for what needs the whole width. */
  readonly wide?: boolean;
  readonly children: (id: string, send: Send) => ReactNode;
}

export function SharedField({ label, wide = false, children }: SharedFieldProps) {
  const id = useId();
  const [trouble, setTrouble] = useState<readonly string[] | null>(null);
  const send: Send = async (edit) => {
    setTrouble(null);
    const refusal = await edit;
    if (refusal) setTrouble(refusalWords(refusal));
    return refusal === null;
  };
  return (
    <div className={`handoff-frame ${wide ? "handoff-frame--wide" : ""}`}>
      <label className="handoff-frame__label" htmlFor={id}>
        {label}
      </label>
      <div className="handoff-frame__control">{children(id, send)}</div>
      <FieldError>{trouble}</FieldError>
    </div>
  );
}
