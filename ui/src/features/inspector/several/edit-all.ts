/** One edit of several records: all of it happens, or nothing, and one undo takes it back. */
import { attempt } from "../../../document/commit";
import { put, withFields } from "../../../document/drafts";
import type { RecordTypes } from "../../../document/records";
import { recordOf, useDocument } from "../../../document/store";
import type { ErrorReply } from "../../../platform";

export type EditedKind = "agent" | "handoff";

export type Fields<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** Sets what `change` says on each record as it stands now; records that stay as they are are not sent. */
export function editAll<K extends EditedKind>(
  kind: K,
  ids: readonly string[],
  change: (record: RecordTypes[K]) => Fields<RecordTypes[K]>,
): Promise<ErrorReply | null> {
  const turn = last.then(() => {
    const state = useDocument.getState();
    const drafts = ids.flatMap((id) => {
      const record = recordOf(state, kind, id);
      if (!record) return [];
      const next = withFields<RecordTypes[K]>(record, change(record));
      return JSON.stringify(next) === JSON.stringify(record) ? [] : [put(kind, next)];
    });
    return attempt(drafts);
  });
  last = turn;
  return turn;
}

/** Each edit is made on what the one before it has left. */
let last: Promise<unknown> = Promise.resolve();
