/** A registry in memory, for tests alone: it applies edits and lays boxes out in a row. It checks nothing. */
import type {
  CustomState,
  DeskReply,
  DrawnBox,
  EditCommand,
  ErrorReply,
  Finding,
  Handoff,
  HistoryEntry,
  ImportReply,
  Kind,
  OptionProblem,
  Platform,
  RecordChange,
  RuleInfo,
  RuleOptions,
  StoredRecord,
} from "../platform";
import { PackedDrawing, PlatformError, platform } from "../platform";
import { coordinatingOf } from "./coordinating";
import { exportingOf } from "./exporting";
import { packed } from "./mock/packed";
import { owningOf } from "./owning";
import { type ProgramMemory, programMemory, programOf } from "./program";
import { protocolOf } from "./protocol";
import { provingOf } from "./proving";
import { paged, searched, tabled } from "./registry";
import { simulatingOf } from "./simulating";

/** An import that changes nothing. */
const NO_IMPORT: ImportReply = {
  revision: 1,
  created: [],
  updated: [],
  changes: [],
  notes: [],
  proposals: [],
  refused: false,
  drawings: [],
};

export interface MemoryRegistry {
  readonly platform: Platform;
  /** Every group of edits that was written, in order. */
  readonly written: EditCommand[][];
  readonly record: (kind: Kind, id: string) => unknown;
  readonly all: () => StoredRecord[];
  /** The next edit is refused with this. */
  refuse: ErrorReply | null;
  /** How many imports were written. */
  imported: number;
  /** Settings, copies, links and windows. */
  readonly program: ProgramMemory;
}

export interface MemoryOptions {
  readonly records: readonly Omit<StoredRecord, "revision">[];
  readonly findings?: readonly Finding[];
  /** What an import of any file brings. */
  readonly imports?: ImportReply;
  /** Newest first. */
  readonly history?: readonly HistoryEntry[];
  readonly rules?: readonly RuleInfo[];
  readonly ruleOptions?: readonly RuleOptions[];
  /** What is wrong with any options. */
  readonly optionProblems?: readonly OptionProblem[];
  readonly custom?: CustomState;
}

export function memoryRegistry({
  records: first,
  findings = [],
  imports = NO_IMPORT,
  history = [],
  rules = [],
  ruleOptions = [],
  optionProblems = [],
  custom = { file: null, there: false, rules: [], problems: [] },
}: MemoryOptions): MemoryRegistry {
  const records = new Map(
    first.map((stored) => [`${stored.kind}:${stored.id}`, { ...stored, revision: 1 }]),
  );
  const program = programMemory();
  const undone: RecordChange[][] = [];
  const done: RecordChange[][] = [];
  let revision = 1;

  const reply = (diff: RecordChange[]): DeskReply => ({
    revision,
    diff,
    findings: { changed: [], gone: [] },
    can_undo: done.length > 0,
    can_redo: undone.length > 0,
    notes: [],
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
    program,
    record: (kind, id) => records.get(`${kind}:${id}`)?.record,
    all: () => [...records.values()],
    platform: {
      // A test may have put others in the place of these.
      firstLook: async () => ({
        info: await platform().registryInfo(),
        snapshot: { ...(await platform().snapshot()), rest: null },
        place: program.place,
      }),
      registryInfo: async () => info,
      openRegistry: async () => info,
      connectRegistry: async () => info,
      createRegistry: async () => info,
      snapshot: async () => ({
        ...reply([]),
        findings: [...findings],
        records: [...records.values()],
      }),
      snapshotAt: async () => ({
        ...reply([]),
        findings: [...findings],
        records: [...records.values()],
      }),
      changesOf: async () => [],
      drawingAt: async (topology) => drawingOf(topology, [...records.values()]),
      rewind: async () => reply([]),
      search: async (text, limit) => searched([...records.values()], text, limit),
      table: async (kind, query, sort, descending) =>
        tabled([...records.values()], findings, kind, query, sort, descending),
      recordPage: async (kind, id) => paged([...records.values()], kind, id),
      copyRecords: async () => "",
      pasteRecords: async () => ({ reply: reply([]), pasted: [] }),
      pasteText: async () => ({
        read_as: "note",
        told: "a note",
        reply: reply([]),
        notes: [],
        pasted: [],
      }),
      picture: async () => new ArrayBuffer(0),
      savePicture: async (_title, name) => `/tmp/${name}`,
      contractFields: async () => [],
      matchingVersions: async () => [],
      exportFileDiff: async (_folder, _kinds, _topology, path) => ({
        path,
        text: true,
        lines: [],
      }),
      templatePicture: async () => ({ width: 1, height: 1, boxes: [], lines: [] }),
      templatePage: async (id) => {
        throw refused("not_found", `There is no template ${id}.`);
      },
      addTemplate: async () => ({
        reply: reply([]),
        outline: { topologies: [], written: 0, shared: [], renamed: [] },
      }),
      parts: async () => [],
      partPicture: async () => ({ width: 1, height: 1, boxes: [], lines: [] }),
      insertPart: async () => ({ reply: reply([]), boxes: [] }),
      ...coordinatingOf(() => [...records.values()]),
      ...simulatingOf(() => [...records.values()]),
      ...protocolOf(() => [...records.values()]),
      ...provingOf(
        () => [...records.values()],
        (versions) => {
          const kind = "contract_version";
          const diff = Object.entries(versions).map(([id, after]): RecordChange => {
            const before = records.get(`${kind}:${id}`)?.record ?? null;
            return { kind, id, before, after };
          });
          write(diff);
          return reply(diff);
        },
      ),
      ...owningOf(
        () => [...records.values()],
        async (kind, query, sort, descending) =>
          tabled([...records.values()], findings, kind, query, sort, descending),
        (diff, dryRun) => {
          if (!dryRun) {
            done.push(diff);
            write(diff);
          }
          return reply(diff);
        },
      ),
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
      history: async (limit, before = Number.POSITIVE_INFINITY) =>
        history.filter((entry) => entry.revision < before).slice(0, limit),
      rules: async () => [...rules],
      ruleOptions: async () => [...ruleOptions],
      checkRuleOptions: async () => [...optionProblems],
      customRules: async () => ({ state: custom, changed: false }),
      templates: async () => [],
      importPreview: async () => imports,
      importApply: async () => {
        registry.imported += 1;
        return imports;
      },
      cancelImport: async () => null,
      onImportProgress: async () => () => {},
      ...exportingOf(),
      ...programOf(program),
      onRegistryChanged: async () => () => {},
      chooseFolder: async () => null,
      chooseRegistry: async () => null,
      chooseImports: async () => [{ name: "/tmp/desk.json", text: "{}" }],
      saveText: async (_title, name) => `/tmp/${name}`,
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
  away: null,
  turn: 1,
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

function drawingOf(topology: string, records: readonly StoredRecord[]): PackedDrawing {
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
        collapsed: false,
        members: 0,
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
        to_people: false,
        parallel: null,
        is_default: false,
      };
    });
  const bounds = { x: 0, y: 0, width: boxes.length * 300, height: 92 };
  return new PackedDrawing(packed({ topology, boxes, lines, bounds }));
}
