/** The change log, page by page, newest first, and its lines by day. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, type HistoryEntry, platform } from "../../platform";
import { useSession } from "../../session/store";
import { dayOf } from "./ago";

const PAGE = 200;

export interface History {
  /** Null until the first page is here. */
  readonly entries: readonly HistoryEntry[] | null;
  readonly failure: string | null;
  /** Whether the oldest entry is among them. */
  readonly complete: boolean;
  readonly more: () => void;
}

export function useHistory(): History {
  const registry = useDocument((state) => state.info?.registry);
  const revision = useDocument((state) => state.revision);
  const past = useSession((state) => state.past !== null);
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [complete, setComplete] = useState(false);
  const loading = useRef(false);
  const fail = useCallback((reason: unknown) => setFailure(asPlatformError(reason).message), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another registry has another history.
  useEffect(() => setEntries(null), [registry]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision adds a line; looking back adds none.
  useEffect(() => {
    if (past) return;
    let current = true;
    platform()
      .history(PAGE)
      .then((page) => {
        if (!current) return;
        setFailure(null);
        setEntries((known) => joined(page, known ?? []));
        if (page.length < PAGE) setComplete(true);
      }, fail);
    return () => {
      current = false;
    };
  }, [registry, revision, past, fail]);

  const more = useCallback(() => {
    const last = entries?.at(-1);
    if (!last || complete || loading.current) return;
    loading.current = true;
    platform()
      .history(PAGE, last.revision)
      .then((page) => {
        setEntries((known) => joined(known ?? [], page));
        if (page.length < PAGE) setComplete(true);
      }, fail)
      .finally(() => {
        loading.current = false;
      });
  }, [entries, complete, fail]);
  return { entries, failure, complete, more };
}

/** Older entries after newer ones, without repetition; where entries between them are missing, the newer ones alone. */
export function joined(
  newer: readonly HistoryEntry[],
  older: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const last = newer.at(-1);
  const [first] = older;
  if (!last || !first) return last ? newer : older;
  if (first.revision < last.revision - 1) return newer;
  return [...newer, ...older.filter(({ revision }) => revision < last.revision)];
}

export interface DayLine {
  readonly line: "day";
  readonly key: string;
  readonly title: string;
}

export interface EntryLine {
  readonly line: "entry";
  readonly key: string;
  readonly entry: HistoryEntry;
}

export type HistoryLine = DayLine | EntryLine;

export interface HistoryFilter {
  readonly author: string | null;
  readonly text: string;
}

export function linesOf(
  entries: readonly HistoryEntry[],
  { author, text }: HistoryFilter,
  now: number,
): readonly HistoryLine[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const lines: HistoryLine[] = [];
  let day = "";
  for (const entry of entries) {
    const all = `${entry.summary} ${entry.author} ${entry.action} ${entry.revision}`.toLowerCase();
    if ((author !== null && entry.author !== author) || !words.every((word) => all.includes(word)))
      continue;
    const title = dayOf(Date.parse(entry.at), now);
    // A clock that was set back may bring a day twice.
    if (title !== day) lines.push({ line: "day", key: `${title}:${entry.revision}`, title });
    day = title;
    lines.push({ line: "entry", key: String(entry.revision), entry });
  }
  return lines;
}

export function authorsOf(entries: readonly HistoryEntry[]): string[] {
  return [...new Set(entries.map(({ author }) => author))].sort();
}
