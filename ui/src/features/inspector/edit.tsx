/** A record being edited: which one, and the one way in which its fields are stored. */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from "react";
import { DraftHome } from "../../components/draft-home";
import { attempt, refusalWords } from "../../document/commit";
import { type Draft, withFields } from "../../document/drafts";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import type { RecordKey } from "../../platform";
import { useRecordHome } from "../unsent/keeper";

/** The fields of a record of any kind. */
export type Fields = Readonly<Record<string, unknown>>;

/** Makes the next value out of the last one; undefined leaves the field out. False: it was refused. */
export type Save<T = unknown> = (update: (before: T) => T | undefined) => Promise<boolean>;

interface RecordEdit {
  readonly subject: RecordKey;
  readonly record: Fields;
  /** The revision of the record's last change. */
  readonly revision: number;
  readonly locked: boolean;
  /** One edit after the other: each is made on what the one before has left. */
  readonly inTurn: <T>(edit: () => Promise<T>) => Promise<T>;
}

const EditContext = createContext<RecordEdit | null>(null);

export interface EditRecordProps {
  readonly subject: RecordKey;
  readonly children: ReactNode;
}

/** Gives a record to the fields inside; nothing is shown where it does not exist. */
export function EditRecord({ subject: { kind, id }, children }: EditRecordProps) {
  const stored = useDocument((state) => state.records.get(kind)?.get(id));
  const locked = useLock() !== null;
  const turns = useRef<Promise<unknown>>(Promise.resolve());
  const inTurn = useCallback(<T,>(edit: () => Promise<T>): Promise<T> => {
    const next = turns.current.then(edit);
    turns.current = next;
    return next;
  }, []);
  const edit = useMemo(
    () =>
      stored && {
        subject: { kind, id },
        record: stored.record as Fields,
        revision: stored.revision,
        locked,
        inTurn,
      },
    [stored, kind, id, locked, inTurn],
  );
  const home = useRecordHome(kind, id);
  return edit ? (
    <EditContext value={edit}>
      <DraftHome value={home}>{children}</DraftHome>
    </EditContext>
  ) : null;
}

export function useEdit(): RecordEdit {
  const edit = useContext(EditContext);
  if (!edit) throw new Error("a field stands outside of its record");
  return edit;
}

/** What somebody saw of a field when they began to change it. */
interface Held {
  readonly value: unknown;
  readonly revision: number;
}

export interface FieldEdit<T> {
  readonly name: string;
  /** The stored value; while somebody types in the field, what it was when they began. */
  readonly value: T;
  readonly save: Save<T>;
  /** Stores the field together with other records, as one group. */
  readonly saveWith: (before: readonly Draft[], value: T | undefined) => Promise<boolean>;
  /** What happened, what was kept, and what to do next. */
  readonly refusal: readonly string[] | null;
  /** For the element around everything that the field is edited with. */
  readonly watch: {
    readonly onInput: (event: { target: EventTarget }) => void;
    readonly onBlur: (event: { relatedTarget: EventTarget | null; currentTarget: Element }) => void;
    readonly onKeyDownCapture: (event: { key: string }) => void;
  };
}

/**
 * One field of the record. Other people's changes do not touch it while somebody types in it; if they
 * changed this very field meanwhile, the edit is made on what the author saw, and the registry answers with a conflict.
 */
export function useField<T = unknown>(name: string): FieldEdit<T> {
  const { subject, record, inTurn } = useEdit();
  const [held, setHeld] = useState<Held | null>(null);
  const [refusal, setRefusal] = useState<readonly string[] | null>(null);
  const latest = useRef<Held | null>(null);
  const refused = useRef(false);
  /** Whether somebody has typed since the last text was sent. */
  const typed = useRef(false);
  const hold = (next: Held | null) => {
    latest.current = next;
    setHeld(next);
  };

  const store = (before: readonly Draft[], update: (value: T) => T | undefined) =>
    inTurn(async () => {
      const now = stored(subject);
      if (!now) return false;
      const since = latest.current;
      typed.current = false;
      const unseen = since !== null && !same(since.value, now.record[name]);
      const value = update((unseen ? since.value : now.record[name]) as T);
      const fields = withFields<Fields>(now.record, { [name]: value });
      const draft: Draft = { op: "put", ...subject, record: fields };
      const error = await attempt(
        [...before, draft],
        unseen ? { subject, revision: since.revision } : undefined,
      );
      // What is in conflict has moved to the panel where both values are shown.
      refused.current = error !== null && error.kind !== "conflict";
      setRefusal(error && refused.current ? refusalWords(error) : null);
      if (refused.current) return false;
      // The author has seen what they have just stored.
      const after = stored(subject);
      if (latest.current && after)
        hold(typed.current ? { value: after.record[name], revision: after.revision } : null);
      return true;
    });

  return {
    name,
    value: (held ? held.value : record[name]) as T,
    save: (update) => store([], update),
    saveWith: (before, value) => store(before, () => value),
    refusal,
    watch: {
      onInput: ({ target }) => {
        // A list is chosen from at once; rendering it before its change is told would take the choice back.
        if (target instanceof HTMLSelectElement) return;
        typed.current = true;
        const now = stored(subject);
        if (!latest.current && now) hold({ value: now.record[name], revision: now.revision });
      },
      onBlur: ({ relatedTarget, currentTarget }) => {
        const inside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
        // A text that was refused stays, and what it was made on with it.
        if (!inside) void inTurn(async () => refused.current || hold(null));
      },
      onKeyDownCapture: ({ key }) => {
        if (key !== "Escape") return;
        refused.current = false;
        setRefusal(null);
      },
    },
  };
}

function stored({ kind, id }: RecordKey): { record: Fields; revision: number } | undefined {
  const found = useDocument.getState().records.get(kind)?.get(id);
  return found && { record: found.record as Fields, revision: found.revision };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
