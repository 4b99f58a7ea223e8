/** What is shown, its id, and what can be done with it as a whole. */
import { BookOpenText, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import { isEmpty, NOTHING } from "../../canvas/selection";
import { IconButton } from "../../components/button";
import { CopyButton } from "../../components/copy-button";
import { FieldError } from "../../components/field-error";
import { RecordIcon } from "../../components/kind-icon";
import { TextEntry } from "../../components/text-entry";
import { rehearseRemoval, remove } from "../../document/commit";
import { goesAlong } from "../../document/delete";
import { kindName } from "../../document/records";
import type { RecordKey } from "../../platform";
import { session, useSession } from "../../session/store";
import { AskRisk } from "../audit/ask-risk";
import { AskImpact } from "../impact/ask-button";
import { showPage } from "../registry/places";
import { useEdit, useField } from "./edit";
import { Editable } from "./generated/auto-field";

export interface RecordHeadProps {
  /** What it is, where the kind alone says too little. */
  readonly what?: string;
  readonly onClose?: (() => void) | undefined;
  readonly children?: ReactNode;
}

export function RecordHead({ what, onClose, children }: RecordHeadProps) {
  const { subject, locked } = useEdit();
  const paged = usePaged(subject);
  const kind = kindName(subject.kind);
  return (
    <header className="inspector__head">
      <div className="inspector__kind">
        <RecordIcon kind={subject.kind} id={subject.id} size={14} />
        <span>{what ?? kind}</span>
        <span className="inspector__space" />
        {!paged && <AskRisk subject={subject} />}
        {!paged && <AskImpact subject={subject} />}
        {!paged && (
          <IconButton
            icon={BookOpenText}
            label="What touches it: its page in the registry"
            size={14}
            data-testid="inspector-page"
            onClick={() => showPage(subject)}
          />
        )}
        <IconButton
          icon={Trash2}
          label={`Delete this ${kind.toLowerCase()}`}
          size={14}
          disabled={locked}
          data-testid="inspector-delete"
          onClick={() => void deleteRecord(subject)}
        />
        {onClose && (
          <IconButton icon={X} label="Close" shortcut="Esc" size={14} onClick={onClose} />
        )}
      </div>
      {children}
      <div className="inspector__id">
        <code
          className="selectable"
          title={subject.kind === "contract_version" ? "Its id" : "Its id, which never changes"}
        >
          {subject.id}
        </code>
        <CopyButton text={subject.id} label="Copy its id" />
      </div>
    </header>
  );
}

/** Whether the record's own page is what is shown. */
export function usePaged({ kind, id }: RecordKey): boolean {
  return useSession(
    ({ view, page }) => view === "registry" && page?.kind === kind && page.id === id,
  );
}

/** The record's own words for itself, as a heading that can be written. */
export function RecordTitle({ field = "name" }: { readonly field?: string }) {
  const { subject } = useEdit();
  const edit = useField<string>(field);
  return (
    <Editable edit={edit}>
      <TextEntry
        title
        required
        value={edit.value ?? ""}
        aria-label={`Name: ${kindName(subject.kind).toLowerCase()}`}
        data-testid="inspector-name"
        onCommit={(name) => edit.save(() => name.replace(/\s*\n\s*/g, " "))}
      />
      <FieldError>{edit.refusal}</FieldError>
    </Editable>
  );
}

/** Deletes at once what nothing else hangs on; otherwise shows what goes along and asks. */
export async function deleteRecord(subject: RecordKey): Promise<void> {
  const rehearsed = await rehearseRemoval([subject]);
  if (!rehearsed) return;
  const along = goesAlong(rehearsed.diff, [subject]);
  if (along.length > 0) session.show({ show: "delete", keys: [subject], along });
  else if (await remove([subject])) {
    if (session.get().dock.show === "record") session.closeDock();
    if (!isEmpty(session.get().selection)) session.select(NOTHING);
  }
}
