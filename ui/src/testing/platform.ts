/** A registry in memory, for tests alone: it applies edits and lays boxes out in a row. It checks nothing. */
import type {
  DrawnBox,
  EditCommand,
  EditReply,
  ErrorReply,
  Finding,
  Handoff,
  ImportReply,
  Kind,
  Platform,
  RecordChange,
  StoredRecord,
} from "../platform";
import { PlatformError } from "../platform";

export interface MemoryRegistry {
  readonly platform: Platform;
  /** Every group of edits that was written, in order. */
  readonly written: EditCommand[][];
  readonly record: (kind: Kind, id: string) => unknown;
  /** The next edit is refused with this. */
  refuse: ErrorReply | null;
  /** How many imports were written. */
  imported: number;
}

export interface MemoryOptions {
  readonly records: readonly Omit<StoredRecord, "revision">[];
  readonly findings?: readonly Finding[];
  /** What an import of any file brings. */
  readonly imports?: ImportReply;
}

export function memoryRegistry({
  records: first,
  findings = [],
  imports = { revision: 1, created: [], updated: [], notes: [] },
}: MemoryOptions): MemoryRegistry {
  const records = new Map(
    first.map((stored) => [`${stored.kind}:${stored.id}`, { ...stored, revision: 1 }]),
  );
  const undone: RecordChange[][] = [];
  const done: RecordChange[][] = [];
  let revision = 1;

  const reply = (diff: RecordChange[]): EditReply => ({
    revision,
    diff,
    findings: [...findings],
    can_undo: done.length > 0,
    can_redo: undone.length > 0,
  });
  const write = (diff: RecordChange[]) => {
    revision += 1;
    for (const { kind, id, after } of diff) {
      if (after === null) records.delete(`${kind}:${id}`);
      else records.set(`${kind}:${id}`, { kind, id, revision, record: after });
    }
  };
  const diffOf = (edits: readonly EditCommand[]) =>
    edits.map((edit): RecordChange => {
      const before = records.get(`${edit.kind}:${edit.id}`)?.record ?? null;
      return {
        kind: edit.kind,
        id: edit.id,
        before,
        after: edit.op === "put" ? edit.record : null,
      };
    });
  const reversed = (diff: RecordChange[]) =>
    diff.map((change) => ({ ...change, before: change.after, after: change.before })).reverse();
  const step = async (from: RecordChange[][], to: RecordChange[][]) => {
    const last = from.pop();
    if (!last) throw refused("nothing_to_undo", "There is nothing to take back.");
    const diff = reversed(last);
    to.push(diff);
    write(diff);
    return reply(diff);
  };

  const registry: MemoryRegistry = {
    written: [],
    refuse: null,
    imported: 0,
    record: (kind, id) => records.get(`${kind}:${id}`)?.record,
    platform: {
      registryInfo: async () => info,
      openRegistry: async () => info,
      createRegistry: async () => info,
      snapshot: async () => ({ ...reply([]), records: [...records.values()] }),
      drawing: async (topology) => drawingOf(topology, [...records.values()]),
      applyEdits: async (edits, dryRun) => {
        if (registry.refuse) throw new PlatformError(registry.refuse);
        const diff = diffOf(edits);
        if (dryRun) return reply(diff);
        registry.written.push(edits);
        done.push(diff);
        undone.length = 0;
        write(diff);
        return reply(diff);
      },
      removeWithDependents: async (keys, dryRun) => {
        const gone = dependents(keys, [...records.values()]);
        const diff = gone.map(
          ({ kind, id, record }): RecordChange => ({ kind, id, before: record, after: null }),
        );
        if (!dryRun) {
          done.push(diff);
          write(diff);
        }
        return reply(diff);
      },
      undo: () => step(done, undone),
      redo: () => step(undone, done),
      history: async () => [],
      templates: async () => [],
      importPreview: async () => imports,
      importApply: async () => {
        registry.imported += 1;
        return imports;
      },
      exportKinds: async () => [{ id: "contracts" }, { id: "runbooks" }],
      exportPlan: async () => ({ files: [], current: true, notes: [] }),
      exportWrite: async () => ({ files: [], current: true, notes: [] }),
      onRegistryChanged: async () => () => {},
      chooseFolder: async () => null,
      chooseRegistry: async () => null,
      chooseImports: async () => ["/tmp/desk.json"],
      watchFolder: async () => () => {},
    },
  };
  return registry;
}

const info = {
  registry: "/tmp/test.db",
  revision: 1,
  author: "maria",
  read_only: false,
  notice: null,
  recent: [],
};

function refused(code: ErrorReply["code"], message: string): PlatformError {
  return new PlatformError({ code, kind: "user", message, hints: [], conflict: null });
}

/** What was asked for, and the handoffs at a deleted agent. */
function dependents(
  keys: readonly { kind: Kind; id: string }[],
  records: readonly StoredRecord[],
): StoredRecord[] {
  const asked = (kind: Kind, id: unknown) => keys.some((key) => key.kind === kind && key.id === id);
  return records.filter(({ kind, id, record }) => {
    if (asked(kind, id)) return true;
    const handoff = record as Handoff;
    return kind === "handoff" && (asked("agent", handoff.from) || asked("agent", handoff.to));
  });
}

function drawingOf(topology: string, records: readonly StoredRecord[]) {
  const boxes = records
    .filter(({ kind }) => kind === "agent")
    .map(
      ({ kind, id }, i): DrawnBox => ({
        subject: { kind, id },
        kind: "agent",
        x: i * 300,
        y: 0,
        width: 208,
        height: 92,
        pinned: false,
      }),
    );
  const lines = records
    .filter(({ kind }) => kind === "handoff")
    .map(({ id, record }) => {
      const { from, to } = record as Handoff;
      const points = [
        { x: 208, y: 46 },
        { x: 300, y: 46 },
      ];
      return {
        id: `handoff:${id}`,
        kind: "transfer" as const,
        subject: { kind: "handoff" as const, id },
        from: { kind: "agent" as const, id: from },
        to: { kind: "agent" as const, id: String(to) },
        points,
        heading: "right" as const,
        label: null,
        label_at: { x: 254, y: 46 },
      };
    });
  return { topology, boxes, lines, bounds: { x: 0, y: 0, width: boxes.length * 300, height: 92 } };
}
