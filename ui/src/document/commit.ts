/** The way of an edit: sent as one group, written to the document by the reply's diff, told in words when refused. */
import {
  asPlatformError,
  type DeskReply,
  type ErrorReply,
  type PlatformError,
  platform,
  type RecordKey,
} from "../platform";
import { session } from "../session/store";
import { changeWords } from "./describe";
import { commandsOf, type Draft, type Seen } from "./drafts";
import { refusalByLock } from "./lock";
import { useDocument } from "./store";
import { receive } from "./sync";

/** True once the registry has acknowledged the edits. `seen` names a revision newer than the document's. */
export async function commit(drafts: readonly Draft[], seen?: Seen): Promise<boolean> {
  if (drafts.length === 0) return true;
  const commands = commandsOf(useDocument.getState(), drafts, crypto.randomUUID(), seen);
  return acknowledged(() => platform().applyEdits(commands, false), "Nothing was changed", drafts);
}

/**
 * As `commit`, but a refusal is handed back, to be shown where the value was typed; null once acknowledged.
 * A conflict opens the choice between both values all the same.
 */
export async function attempt(drafts: readonly Draft[], seen?: Seen): Promise<ErrorReply | null> {
  if (drafts.length === 0) return null;
  const commands = commandsOf(useDocument.getState(), drafts, crypto.randomUUID(), seen);
  const error = await sent(() => platform().applyEdits(commands, false));
  if (error?.detail.kind === "conflict") report(error, "Nothing was changed", drafts);
  return error?.detail ?? null;
}

/** A command that writes on its own, as an edit does; a refusal is handed back, to be shown where it was asked for. */
export async function perform(send: () => Promise<DeskReply>): Promise<ErrorReply | null> {
  return (await sent(send))?.detail ?? null;
}

export function undo(): Promise<boolean> {
  return acknowledged(() => platform().undo(), "Nothing was undone", []);
}

export function redo(): Promise<boolean> {
  return acknowledged(() => platform().redo(), "Nothing was redone", []);
}

/** Makes everything as it was at a revision, as an edit of its own. */
export function rewind(revision: number): Promise<boolean> {
  return acknowledged(() => platform().rewind(revision, false), "Nothing was restored", []);
}

/** What the edits would do, without doing it. */
export async function rehearse(drafts: readonly Draft[]): Promise<DeskReply> {
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
export async function rehearseRemoval(keys: readonly RecordKey[]): Promise<DeskReply | null> {
  try {
    return await platform().removeWithDependents([...keys], true);
  } catch (reason) {
    report(asPlatformError(reason), "Nothing was deleted");
    return null;
  }
}

/** True once the registry has acknowledged what `send` asked for; a refusal is told, with what was `kept`. */
export async function acknowledged(
  send: () => Promise<DeskReply>,
  kept: string,
  drafts: readonly Draft[],
): Promise<boolean> {
  const error = await sent(send);
  if (error) report(error, kept, drafts);
  return error === null;
}

/** The refusal, or null once the reply has been written to the document. */
async function sent(send: () => Promise<DeskReply>): Promise<PlatformError | null> {
  const refusal = refusalByLock();
  if (refusal) return refusal;
  session.set((state) => ({ saving: state.saving + 1 }));
  try {
    const reply = await send();
    await receive(reply);
    session.announce(changeWords(reply.diff));
    if (reply.notes.length > 0) {
      const [title = "", ...hints] = reply.notes;
      session.notify({ tone: "info", title, detail: "", hints });
    }
    return null;
  } catch (reason) {
    return asPlatformError(reason);
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
