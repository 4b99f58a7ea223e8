/** The way of an edit: sent as one group, written to the document by the reply's diff, told in words when refused. */
import {
  asPlatformError,
  type DeskReply,
  type EditCommand,
  type ErrorReply,
  type Json,
  type PlatformError,
  platform,
  type RecordKey,
} from "../platform";
import { session } from "../session/store";
import { PAGE, type UnsentEdit, withEntry } from "../session/unsent";
import { changeWords } from "./describe";
import { commandsOf, type Draft, type Seen } from "./drafts";
import { lockNow, refusalByLock } from "./lock";
import { useDocument } from "./store";
import { receive } from "./sync";

/** True once the registry has acknowledged the edits. `seen` names a revision newer than the document's. */
export async function commit(drafts: readonly Draft[], seen?: Seen): Promise<boolean> {
  if (drafts.length === 0) return true;
  const edit = tied(drafts, seen);
  const error = await sent(() => platform().applyEdits(edit.commands, false));
  if (error) refuse(error, edit);
  return error === null;
}

/**
 * As `commit`, but a refusal is handed back, to be shown where the value was typed; null once acknowledged.
 * A conflict opens the choice between both values all the same, and what the server did not answer is offered again.
 */
export async function attempt(drafts: readonly Draft[], seen?: Seen): Promise<ErrorReply | null> {
  if (drafts.length === 0) return null;
  const edit = tied(drafts, seen);
  const error = await sent(() => platform().applyEdits(edit.commands, false));
  if (error && (error.detail.kind === "conflict" || isUnanswered(error.detail)))
    refuse(error, edit);
  return error?.detail ?? null;
}

/** An edit that is tied to revisions and to an operation: sent again it is the same edit, which the registry stores once. */
interface Tied {
  readonly drafts: readonly Draft[];
  readonly commands: EditCommand[];
  /** The registry that it was made in, and what it does, in words. */
  readonly registry: string | undefined;
  readonly words: string;
  /** Whether it may have been stored although no answer has come. */
  readonly inDoubt: boolean;
}

function tied(drafts: readonly Draft[], seen: Seen | undefined): Tied {
  const state = useDocument.getState();
  const changes = drafts.map((draft) => ({
    kind: draft.kind,
    id: draft.id,
    before: (state.records.get(draft.kind)?.get(draft.id)?.record ?? null) as Json | null,
    after: draft.op === "put" ? (draft.record as Json) : null,
  }));
  return {
    drafts,
    commands: commandsOf(state, drafts, crypto.randomUUID(), seen),
    registry: state.info?.registry,
    words: changeWords(changes),
    inDoubt: false,
  };
}

function refuse(error: PlatformError, edit: Tied): void {
  if (isUnanswered(error.detail)) keepForLater(error, edit);
  else report(error, NOTHING_CHANGED, edit.drafts);
}

/** Keeps an edit that the server did not answer in a notice, to be sent again when the author says so. */
function keepForLater({ detail: { code, hints, message } }: PlatformError, edit: Tied): void {
  const inDoubt = edit.inDoubt || code === "unresolved";
  offer({ ...edit, inDoubt }, message, hints);
}

function offer(edit: Tied, title: string, hints: readonly string[]): void {
  const { commands, inDoubt, registry, words } = edit;
  const [first] = commands;
  const keeps = first?.operation_id ?? "";
  if (registry !== undefined) {
    const entry = { registry, words, commands, inDoubt, at: Date.now(), page: PAGE };
    session.set(({ unsentEdits }) => ({ unsentEdits: withEntry(unsentEdits, keeps, entry) }));
  }
  session.notify({
    tone: "error",
    title,
    detail: inDoubt
      ? `${IN_DOUBT}: ${words}. Trying again never stores it twice.`
      : `Not stored yet: ${words}. The edit is kept here.`,
    hints,
    keeps,
    act: { title: "Try again", perform: (notice) => sendAgain(notice, edit) },
  });
}

/** Offers an edit again that another page, which is gone, has kept. Nothing is sent before its author says so. */
export function offerKept(kept: UnsentEdit): void {
  const { registry, words, inDoubt } = kept;
  const commands = [...kept.commands];
  const drafts = commands.map(({ base_revision: _, operation_id: __, ...draft }) => draft as Draft);
  offer({ drafts, commands, registry, words, inDoubt }, "An edit was kept that was not answered", [
    "It was made before this window was opened. Dismiss this to give it up.",
  ]);
}

async function sendAgain(notice: number, edit: Tied): Promise<void> {
  if (useDocument.getState().info?.registry !== edit.registry) {
    const title = `This edit belongs to ${edit.registry}`;
    const detail = "It is kept; open that registry to send it.";
    session.notify({ tone: "info", title, detail, hints: [] });
    return;
  }
  const lock = lockNow();
  const error = await sent(() => platform().applyEdits(edit.commands, false));
  // Only what the registry itself has judged is settled.
  if (error && lock !== null && lock !== "away") {
    report(error, "The edit is still kept");
    return;
  }
  session.dismiss(notice);
  if (error) refuse(error, edit);
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

const NOTHING_CHANGED = "Nothing was changed";
const IN_DOUBT = "It is not known whether this was stored, all of it or nothing";

/** Whether the server did not answer, so that the same edit can be sent again as it is. */
function isUnanswered({ code }: ErrorReply): boolean {
  return code === "unreachable" || code === "unresolved";
}

/** What has become of a refused edit, without a stop: what was `kept`, unless nobody can say just now. */
export function keptWords({ code }: ErrorReply, kept: string): string {
  return code === "unresolved" ? IN_DOUBT : kept;
}

/** A refusal as it is told beside what was typed: what happened, what was kept and what to do next. */
export function refusalWords(refusal: ErrorReply, kept = NOTHING_CHANGED): string[] {
  return [refusal.message, `${keptWords(refusal, kept)}.`, ...refusal.hints];
}

/** Says what happened, what was kept and what to do next; a conflict opens the choice between both values. */
export function report(error: PlatformError, kept: string, drafts: readonly Draft[] = []): void {
  const { conflict, kind, hints, message } = error.detail;
  if (kind === "conflict" && conflict && drafts.length > 0) {
    session.show({ show: "conflict", conflict, drafts });
    return;
  }
  const detail = `${keptWords(error.detail, kept)}.`;
  session.notify({ tone: "error", title: message, detail, hints });
}
