/** The way of an edit: sent as one group, written to the document by the reply's diff, told in words when refused. */
import {
  asPlatformError,
  type EditReply,
  type PlatformError,
  platform,
  type RecordKey,
} from "../platform";
import { session } from "../session/store";
import { commandsOf, type Draft, type Seen } from "./drafts";
import { useDocument } from "./store";
import { receive } from "./sync";

/** True once the registry has acknowledged the edits. `seen` names a revision newer than the document's. */
export async function commit(drafts: readonly Draft[], seen?: Seen): Promise<boolean> {
  if (drafts.length === 0) return true;
  const commands = commandsOf(useDocument.getState(), drafts, crypto.randomUUID(), seen);
  return acknowledged(() => platform().applyEdits(commands, false), "Nothing was changed", drafts);
}

export function undo(): Promise<boolean> {
  return acknowledged(() => platform().undo(), "Nothing was undone", []);
}

export function redo(): Promise<boolean> {
  return acknowledged(() => platform().redo(), "Nothing was redone", []);
}

/** What the edits would do, without doing it. */
export async function rehearse(drafts: readonly Draft[]): Promise<EditReply> {
  return platform().applyEdits(
    commandsOf(useDocument.getState(), drafts, crypto.randomUUID()),
    true,
  );
}

/** Deletes records with all that cannot stand without them. */
export function remove(keys: readonly RecordKey[]): Promise<boolean> {
  return acknowledged(
    () => platform().removeWithDependents([...keys], false),
    "Nothing was deleted",
    [],
  );
}

/** What a deletion would take along; null where it is refused, which is told. */
export async function rehearseRemoval(keys: readonly RecordKey[]): Promise<EditReply | null> {
  try {
    return await platform().removeWithDependents([...keys], true);
  } catch (reason) {
    report(asPlatformError(reason), "Nothing was deleted");
    return null;
  }
}

async function acknowledged(
  send: () => Promise<EditReply>,
  kept: string,
  drafts: readonly Draft[],
): Promise<boolean> {
  session.set((state) => ({ saving: state.saving + 1 }));
  try {
    await receive(await send());
    return true;
  } catch (reason) {
    report(asPlatformError(reason), kept, drafts);
    return false;
  } finally {
    session.set((state) => ({ saving: state.saving - 1 }));
  }
}

/** Says what happened, what was kept and what to do next; a conflict opens the choice between both values. */
export function report(error: PlatformError, kept: string, drafts: readonly Draft[] = []): void {
  const { conflict, kind, hints, message } = error.detail;
  if (kind === "conflict" && conflict && drafts.length > 0) {
    session.show({ show: "conflict", conflict, drafts });
    return;
  }
  session.notify({ tone: "error", title: message, detail: `${kept}.`, hints });
}
