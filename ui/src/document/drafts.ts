/** Edits before they are sent: what is meant, without revisions and operation ids. */
import type { EditCommand, Kind, RecordKey } from "../platform";
import type { RecordTypes, TypedKind } from "./records";
import { type DocumentState, revisionOf } from "./store";

export type Draft =
  | { readonly op: "put"; readonly kind: Kind; readonly id: string; readonly record: unknown }
  | { readonly op: "delete"; readonly kind: Kind; readonly id: string };

export function put<K extends TypedKind>(kind: K, record: RecordTypes[K]): Draft {
  return { op: "put", kind, id: record.id, record };
}

export function remove(kind: Kind, id: string): Draft {
  return { op: "delete", kind, id };
}

/** A revision that no record has: the edit is refused if the record exists. */
const MUST_BE_NEW = 0;

/** A record at a revision that the document may not have heard of yet. */
export interface Seen {
  readonly subject: RecordKey;
  readonly revision: number;
}

/** Ties the drafts of one gesture together and to the revisions that the author saw. */
export function commandsOf(
  state: DocumentState,
  drafts: readonly Draft[],
  operationId: string,
  seen?: Seen,
): EditCommand[] {
  const revision = ({ kind, id }: Draft) =>
    seen?.subject.kind === kind && seen.subject.id === id
      ? seen.revision
      : (revisionOf(state, kind, id) ?? MUST_BE_NEW);
  // The record has the kind's own type where the draft was made; the union only pairs the two again.
  return drafts.map(
    (draft) =>
      ({ ...draft, base_revision: revision(draft), operation_id: operationId }) as EditCommand,
  );
}

/** `record` with fields set; a field set to null or undefined is left out, so that it takes its default. */
export function withFields<T extends object>(
  record: T,
  fields: { readonly [K in keyof T]?: T[K] | null | undefined },
): T {
  const next: Record<string, unknown> = Object.fromEntries(Object.entries(record));
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null) delete next[key];
    else next[key] = value;
  }
  return next as T;
}
