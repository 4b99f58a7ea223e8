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

export function keeperOf(kind: Kind, id: string): DraftKeeper {
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
        const kept = keepable(text);
        remember(key, { registry, kind, id, field, label, ...kept, at: Date.now(), page: PAGE });
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
      const { putBack, unsentTexts } = session.get();
      if (putBack === null || putBack.key !== keyOf(field)) return null;
      const entry = unsentTexts[putBack.key];
      session.set({ putBack: null });
      // From now on it is this page's.
      if (entry) keep(putBack.key, { ...entry, page: PAGE });
      return putBack.text;
    },
    onOffer: (listener) =>
      useSession.subscribe(({ putBack }, before) => {
        if (putBack !== null && putBack !== before.putBack) listener();
      }),
  };
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
