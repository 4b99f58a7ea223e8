/** Keeps what is typed into the fields of a record until the registry has acknowledged it. */
import { useMemo } from "react";
import type { DraftHome, DraftKeeper } from "../../components/draft-home";
import { useDocument } from "../../document/store";
import type { Kind } from "../../platform";
import { session, useSession } from "../../session/store";
import {
  keepable,
  MOST_LETTERS,
  PAGE,
  textKey,
  type UnsentForm,
  type UnsentText,
  withEntry,
  without,
} from "../../session/unsent";

/** Letters that follow each other faster are kept at once. */
const PAUSE_MS = 150;

/** What is typed in this page, and not kept yet. */
const pending = new Map<string, UnsentText>();
let timer: ReturnType<typeof setTimeout> | undefined;

type HomeValue = NonNullable<React.ContextType<typeof DraftHome>>;

/** The home of a record's fields. */
export function useRecordHome(kind: Kind, id: string): HomeValue {
  return useMemo(() => ({ keeper: keeperOf(kind, id), path: [], label: "" }), [kind, id]);
}

/** `form` is the panel that the fields are in, where it is no record's own. */
export function keeperOf(kind: Kind, id: string, form?: UnsentForm): DraftKeeper {
  const keyOf = (field: string): string | null => {
    const registry = useDocument.getState().info?.registry;
    return registry === undefined ? null : textKey({ registry, kind, id, field });
  };
  return {
    most: MOST_LETTERS,
    note: (field, label, text) => {
      const registry = useDocument.getState().info?.registry;
      if (registry === undefined) return;
      const key = textKey({ registry, kind, id, field });
      if (text === null) forget(key);
      else {
        const entry = { registry, kind, id, field, label, ...keepable(text) };
        remember(key, { ...entry, at: Date.now(), page: PAGE, ...(form && { form }) });
      }
    },
    leave: (field) => {
      const key = keyOf(field);
      if (key === null) return;
      flush();
      const entry = session.get().unsentTexts[key];
      if (entry) keep(key, { ...entry, page: "" });
    },
    take: (field) => {
      const { putBack } = session.get();
      const key = keyOf(field);
      const text = key === null ? undefined : putBack[key];
      if (key === null || text === undefined) return null;
      session.set({ putBack: without(putBack, key) });
      claim(key);
      return text;
    },
    onOffer: (listener) =>
      useSession.subscribe(({ putBack }, before) => {
        if (putBack !== before.putBack) listener();
      }),
  };
}

/** Keeps what is filled in of a record that does not exist yet, under a name of its own, as this page's. */
export function noteForm(form: UnsentForm, kind: Kind, name: string, text: string): void {
  const registry = useDocument.getState().info?.registry;
  if (registry === undefined) return;
  const entry = { registry, kind, id: "", field: name, label: "", form, ...keepable(text) };
  remember(textKey(entry), { ...entry, at: Date.now(), page: PAGE });
}

/** Gives it up, or it was stored. */
export function forgetForm(kind: Kind, name: string): void {
  const registry = useDocument.getState().info?.registry;
  if (registry !== undefined) forget(textKey({ registry, kind, id: "", field: name }));
}

/** From now on a kept text is this page's, and offered to nobody else. */
export function claim(key: string): void {
  const entry = session.get().unsentTexts[key];
  if (entry) keep(key, { ...entry, page: PAGE });
}

/** Gives a kept text up. */
export function forget(key: string): void {
  pending.delete(key);
  const { unsentTexts } = session.get();
  if (key in unsentTexts) session.set({ unsentTexts: without(unsentTexts, key) });
}

function remember(key: string, entry: UnsentText): void {
  pending.set(key, entry);
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSE_MS);
}

function flush(): void {
  clearTimeout(timer);
  for (const [key, entry] of pending) keep(key, entry);
  pending.clear();
}

function keep(key: string, entry: UnsentText): void {
  session.set(({ unsentTexts }) => ({ unsentTexts: withEntry(unsentTexts, key, entry) }));
}

// Before the session itself is kept.
window.addEventListener("pagehide", flush, { capture: true });
