/**
 * The document: a projection of the registry, written by snapshots and diffs alone.
 * Nothing here decides anything; a revision that does not follow the last one asks for a new snapshot.
 */
import { create } from "zustand";
import type {
  CustomState,
  DeskReply,
  Finding,
  FindingsChange,
  Kind,
  OpenRegistry,
  PackedDrawing,
  Snapshot,
} from "../platform";
import type { RecordTypes, Stored, TypedKind } from "./records";

export type Records = ReadonlyMap<Kind, ReadonlyMap<string, Stored<unknown>>>;

export interface DocumentState {
  readonly info: OpenRegistry | null;
  readonly revision: number;
  readonly records: Records;
  readonly findings: readonly Finding[];
  /** The rules that users wrote beside the registry; null until they were read. */
  readonly custom: CustomState | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly drawings: ReadonlyMap<string, PackedDrawing>;
}

export const EMPTY_DOCUMENT: DocumentState = {
  info: null,
  revision: 0,
  records: new Map(),
  findings: [],
  custom: null,
  canUndo: false,
  canRedo: false,
  drawings: new Map(),
};

export const useDocument = create<DocumentState>(() => EMPTY_DOCUMENT);

/** Replaces everything by a snapshot. */
export function fromSnapshot(state: DocumentState, snapshot: Snapshot): DocumentState {
  const records = new Map<Kind, Map<string, Stored<unknown>>>();
  for (const { kind, id, revision, record } of snapshot.records)
    kindMap(records, kind).set(id, { revision, record });
  return {
    ...state,
    revision: snapshot.revision,
    records,
    findings: snapshot.findings,
    canUndo: snapshot.can_undo,
    canRedo: snapshot.can_redo,
  };
}

/** `applied`: written. `known`: nothing new in it. `gap`: something before it is missing. */
export type DiffOutcome = "applied" | "known" | "gap";

export function outcomeOfDiff(state: DocumentState, reply: DeskReply): DiffOutcome {
  if (reply.revision <= state.revision) return "known";
  return reply.revision === state.revision + 1 ? "applied" : "gap";
}

/** Writes a diff. Only the kinds that it touches get new maps, so that the others' readers stay still. */
export function fromDiff(state: DocumentState, reply: DeskReply): DocumentState {
  const records = new Map(state.records) as Map<Kind, ReadonlyMap<string, Stored<unknown>>>;
  for (const kind of new Set(reply.diff.map((change) => change.kind))) {
    const next = new Map(records.get(kind) ?? []);
    for (const change of reply.diff) {
      if (change.kind !== kind) continue;
      if (change.after === null) next.delete(change.id);
      else next.set(change.id, { revision: reply.revision, record: change.after });
    }
    records.set(kind, next);
  }
  return {
    ...state,
    revision: reply.revision,
    records,
    findings: withFindings(state.findings, reply.findings),
    canUndo: reply.can_undo,
    canRedo: reply.can_redo,
  };
}

/** The findings after a change; the same array where nothing changed. */
function withFindings(
  findings: readonly Finding[],
  { changed, gone }: FindingsChange,
): readonly Finding[] {
  if (changed.length === 0 && gone.length === 0) return findings;
  const news = new Map(changed.map((finding) => [finding.key, finding]));
  const lost = new Set(gone);
  const kept = findings.flatMap((finding) => {
    if (lost.has(finding.key)) return [];
    const replaced = news.get(finding.key);
    news.delete(finding.key);
    return [replaced ?? finding];
  });
  return [...kept, ...news.values()];
}

const NONE: ReadonlyMap<string, Stored<never>> = new Map();

/** All records of a kind; the same map until one of them changes. */
export function recordsOf<K extends TypedKind>(
  state: DocumentState,
  kind: K,
): ReadonlyMap<string, Stored<RecordTypes[K]>> {
  // The registry has validated the fields against the kind before it sent them.
  return (
    (state.records.get(kind) as ReadonlyMap<string, Stored<RecordTypes[K]>> | undefined) ?? NONE
  );
}

export function recordOf<K extends TypedKind>(
  state: DocumentState,
  kind: K,
  id: string | null | undefined,
): RecordTypes[K] | undefined {
  return id ? recordsOf(state, kind).get(id)?.record : undefined;
}

export function revisionOf(state: DocumentState, kind: Kind, id: string): number | null {
  return state.records.get(kind)?.get(id)?.revision ?? null;
}

export function nameOf(state: DocumentState, kind: Kind, id: string): string {
  const record = state.records.get(kind)?.get(id)?.record;
  const name =
    typeof record === "object" && record !== null && "name" in record ? record.name : null;
  return typeof name === "string" ? name : id;
}

export function useRecords<K extends TypedKind>(
  kind: K,
): ReadonlyMap<string, Stored<RecordTypes[K]>> {
  return useDocument((state) => recordsOf(state, kind));
}

export function useRecord<K extends TypedKind>(
  kind: K,
  id: string | null | undefined,
): RecordTypes[K] | undefined {
  return useDocument((state) => recordOf(state, kind, id));
}

function kindMap(
  records: Map<Kind, Map<string, Stored<unknown>>>,
  kind: Kind,
): Map<string, Stored<unknown>> {
  const known = records.get(kind);
  if (known) return known;
  const made = new Map<string, Stored<unknown>>();
  records.set(kind, made);
  return made;
}
