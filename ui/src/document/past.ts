/** What the edit that made an earlier state changed, as the drawing of that state marks it. */
import {
  type Group,
  type Handoff,
  type Json,
  type Kind,
  type PackedDrawing,
  type Placement,
  platform,
  type RecordChange,
  type Snapshot,
  type StoredRecord,
} from "../platform";
import type { SessionState } from "../session/store";
import { boxKey, boxOfRecord } from "./boxes";
import { type Ghost, ghostsIn } from "./ghosts";
import { parentsOf } from "./groups";
import type { LayerReading, Shade } from "./layers";
import { CHANGE_SHADES, markingName, markingOf, readingBy } from "./marking";

export interface PastEdit {
  readonly revision: number;
  readonly changes: readonly RecordChange[];
  readonly ghosts: readonly Ghost[];
}

/** The first state has nothing before it. */
const FIRST = 1;

/**
 * Of the edit that made a revision, as far as a topology shows it; null where nothing was before it, or where it cannot be told.
 * `reading` is all that the registry held at that revision, `drawn` its drawing.
 */
export async function readPastEdit(
  revision: number,
  topology: string | null,
  reading: Promise<Snapshot>,
  drawn: Promise<PackedDrawing | null>,
): Promise<PastEdit | null> {
  if (revision <= FIRST) return null;
  try {
    const changes = await platform().changesOf(revision);
    const gone = goneFrom(changes, topology);
    const before =
      topology !== null && gone.size > 0
        ? await platform().drawingAt(topology, revision - 1)
        : null;
    if (before === null) return { revision, changes, ghosts: [] };
    const parents = parentsIn((await reading).records, changes, topology);
    return { revision, changes, ghosts: ghostsIn(before, gone, await drawn, parents) };
  } catch {
    // The state is shown all the same, without marks; the topology may be as new as the edit.
    return null;
  }
}

type Shown = Pick<SessionState, "dock" | "past" | "pastEdit" | "pastMarked">;

let last: { readonly edit: PastEdit; readonly reading: LayerReading } | null = null;

/** What the open panel marks on the drawing, or else the edit that made the earlier state; the same object for the same cause. */
export function markingNow(state: Shown): LayerReading | null {
  const marking = markingOf(state.dock);
  const edit = marking === null ? shownEdit(state) : null;
  if (edit === null) return marking;
  if (last?.edit !== edit) last = { edit, reading: readingOfPast(edit) };
  return last.reading;
}

/** What the colours mean meanwhile; null where nothing is marked. */
export function markingNameNow(state: Shown): string | null {
  const name = markingName(state.dock);
  return name ?? (shownEdit(state) ? "Coloured by what this edit changed" : null);
}

/** The edit whose marks are shown. */
export function shownEdit({ past, pastEdit, pastMarked }: Shown): PastEdit | null {
  return pastMarked && past !== null && pastEdit?.revision === past ? pastEdit : null;
}

export function readingOfPast({ changes }: PastEdit): LayerReading {
  const shades = new Map<string, Shade>();
  // What weighs more is told last.
  for (const pass of ["moved", "changed", "added"] as const)
    for (const change of changes) {
      const key = drawnKey(change);
      if (key !== null && whatOf(change) === pass) shades.set(key, CHANGE_SHADES[pass]);
    }
  return readingBy(shades);
}

/** How many things of each kind of change there are, in words; empty where nothing changed. */
export function pastWords({ changes }: PastEdit): string {
  const counts = new Map<string, number>();
  for (const change of changes) {
    const what = whatOf(change);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return ["added", "changed", "moved", "removed"]
    .flatMap((what) => (counts.has(what) ? [`${counts.get(what)} ${what}`] : []))
    .join(", ");
}

function whatOf({ kind, before, after }: RecordChange): keyof typeof CHANGE_SHADES {
  if (before === null) return "added";
  if (after === null) return "removed";
  return kind === "placement" ? "moved" : "changed";
}

/** What of the drawing a record is: its box, or its line. */
function drawnKey({ kind, id, before, after }: RecordChange): string | null {
  if (kind === "handoff") return `handoff:${id}`;
  if (kind !== "placement") return boxOfRecord(kind, id);
  const subject = fieldOf(after ?? before, "subject");
  const of = { kind: fieldOf(subject, "kind"), id: fieldOf(subject, "id") };
  if (typeof of.kind !== "string" || typeof of.id !== "string") return null;
  return of.kind === "handoff" ? boxKey("query", of.id) : boxOfRecord(of.kind, of.id);
}

/** What stood on a drawing and was taken away, by its key, with its name. */
function goneFrom(
  changes: readonly RecordChange[],
  topology: string | null,
): ReadonlyMap<string, string> {
  const gone = new Map<string, string>();
  for (const change of changes) {
    const key = drawnKey(change);
    if (key === null || whatOf(change) !== "removed") continue;
    const home = fieldOf(change.before, "topology");
    if (home !== undefined && home !== topology) continue;
    const name = fieldOf(change.before, "name");
    // A box that left the drawing has its own name from the record, where that went too.
    if (typeof name === "string") gone.set(key, name);
    else if (!gone.has(key)) gone.set(key, key.slice(key.indexOf(":") + 1));
  }
  return gone;
}

/** What each thing on a drawing lies in, with what was taken away: that lay where its own records said. */
function parentsIn(
  records: readonly StoredRecord[],
  changes: readonly RecordChange[],
  topology: string | null,
): ReadonlyMap<string, string> {
  const removed = changes.flatMap(({ kind, before, after }) =>
    before === null || after !== null ? [] : [{ kind, record: before }],
  );
  const all = [...removed, ...records];
  // The registry has validated the fields against the kind before it sent them.
  const of = <T>(wanted: Kind) =>
    all.filter(({ kind }) => kind === wanted) as unknown as readonly { readonly record: T }[];
  const parents = new Map(parentsOf(of<Placement>("placement"), of<Group>("group"), topology));
  for (const { record } of removed.filter(({ kind }) => kind === "handoff")) {
    const { id, from } = record as unknown as Handoff;
    parents.set(`handoff:${id}`, boxKey("agent", from));
  }
  return parents;
}

function fieldOf(value: Json | undefined | null, field: string): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return (value as Readonly<Record<string, Json>>)[field];
}
