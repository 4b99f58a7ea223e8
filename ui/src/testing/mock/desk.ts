/**
 * What a registry in memory lacks of a desk to work at: conflicts, a history with its earlier states, findings that come
 * and go with what they are about, copies, payload fields and a folder to export to. Words are plain, sense is not judged.
 */
import type {
  CustomState,
  DeskReply,
  EditCommand,
  Finding,
  FindingsChange,
  HistoryEntry,
  Platform,
  RuleSetting,
  Silence,
  StoredRecord,
} from "../../platform";
import { PlatformError } from "../../platform";
import type { MemoryRegistry } from "../platform";
import { askingOf } from "./asking";
import { auditingOf } from "./auditing";
import { copied, pasteOf } from "./clip";
import { fieldsOf, matching } from "./contracts";
import { folderOf } from "./folder";
import { galleryOf } from "./gallery";
import { judgingOf } from "./judging";
import type { Recorded } from "./main";
import { outsideOf } from "./outside";
import { simulationsOf } from "./simulating";

export interface Desk extends MemoryRegistry {
  /** The records as they were at a revision. */
  readonly at: (revision: number) => readonly StoredRecord[];
  /** Another program commits. */
  readonly outside: (edits: EditCommand[], author: string) => Promise<DeskReply>;
}

export const AUTHOR = "maria";

const NO_CUSTOM: CustomState = {
  file: "/home/maria/registries/support.rules.toml",
  there: false,
  rules: [],
  problems: [],
};

export function deskOf(registry: MemoryRegistry, recorded: Recorded): Desk {
  const base = registry.platform;
  const history: HistoryEntry[] = [...recorded.history];
  const states = new Map<number, readonly StoredRecord[]>();
  let told = findingsIn(registry.all(), recorded.findings);
  let head = Math.max(1, ...history.map(({ revision }) => revision));
  states.set(head, registry.all());

  /** Notes what was written, and tells how the findings differ from what the window knows. */
  const noted = (reply: DeskReply, action: string, summary: string, author = AUTHOR): DeskReply => {
    head = reply.revision;
    states.set(head, registry.all());
    history.unshift({
      revision: head,
      author,
      at: new Date().toISOString(),
      operation_id: `operation-${head}`,
      summary,
      action,
      changes: reply.diff.length,
    });
    const before = told;
    told = findingsIn(registry.all(), recorded.findings);
    return { ...reply, findings: changeOf(before, told) };
  };
  const rehearsed = (reply: DeskReply): DeskReply => ({
    ...reply,
    findings: changeOf(told, findingsIn(patched(registry.all(), reply), recorded.findings)),
  });
  const refuseOnce = () => {
    const { refuse } = registry;
    registry.refuse = null;
    if (refuse) throw new PlatformError(refuse);
  };
  const at = (revision: number) => states.get(revision) ?? registry.all();
  const write = async (edits: EditCommand[], dryRun: boolean, action = "edit", by = AUTHOR) => {
    refuseOnce();
    checkRevisions(edits, registry.all());
    const reply = await base.applyEdits(edits, dryRun);
    return dryRun ? rehearsed(reply) : noted(reply, action, summaryOf(reply), by);
  };

  const put = (kind: StoredRecord["kind"], id: string, record: object) => {
    const edit = { op: "put", kind, id, record, base_revision: null, operation_id: "" };
    return write([edit as EditCommand], false);
  };
  const platform: Platform = {
    ...base,
    ...judgingOf(registry.all, base),
    ...askingOf(registry.all, put, { at, head: () => head }),
    ...auditingOf(registry.all, recorded.audit, put),
    ...simulationsOf(base, recorded.simulation ?? {}),
    snapshot: async () => ({ ...(await base.snapshot()), findings: [...told] }),
    snapshotAt: async (revision) => ({
      ...(await base.snapshot()),
      revision,
      records: [...at(revision)],
      findings: findingsIn(at(revision), recorded.findings),
    }),
    changesOf: async (revision) => {
      const before = new Map(at(revision - 1).map((stored) => [keyOf(stored), stored.record]));
      const after = new Map(at(revision).map((stored) => [keyOf(stored), stored.record]));
      return difference(at(revision - 1), at(revision)).map(({ kind, id }) => ({
        kind,
        id,
        before: before.get(keyOf({ kind, id })) ?? null,
        after: after.get(keyOf({ kind, id })) ?? null,
      }));
    },
    applyEdits: (edits, dryRun) => write(edits, dryRun),
    removeWithDependents: async (keys, dryRun) => {
      refuseOnce();
      const reply = await base.removeWithDependents(keys, dryRun);
      return dryRun ? rehearsed(reply) : noted(reply, "edit", summaryOf(reply));
    },
    undo: async () => noted(await base.undo(), "undo", "undo"),
    redo: async () => noted(await base.redo(), "redo", "redo"),
    rewind: (revision, dryRun) => write(difference(registry.all(), at(revision)), dryRun, "rewind"),
    history: async (limit, before = Number.POSITIVE_INFINITY) =>
      history.filter(({ revision }) => revision < before).slice(0, limit),
    rules: async () => recorded.rules,
    ruleOptions: async () => recorded.ruleOptions,
    customRules: async () => ({ state: recorded.custom ?? NO_CUSTOM, changed: false }),
    copyRecords: async (topology, keys) => copied(registry.all(), topology, keys),
    pasteRecords: async (topology, clip, place, asCopies) => {
      const { edits, pasted } = pasteOf(registry.all(), topology, clip, place, asCopies);
      return { reply: await write(edits, false), pasted };
    },
    contractFields: async (contract, version, draft) =>
      fieldsOf(draft ?? registry.record("contract_version", `${contract}@${version}`)),
    matchingVersions: async (contract, range) => matching(registry.all(), contract, range),
    ...outsideOf(registry.all, (edits, dryRun) => write(edits, dryRun)),
    ...folderOf(registry.all),
    ...galleryOf(recorded, base, write),
  };
  return Object.assign(registry, {
    platform,
    at,
    outside: (edits: EditCommand[], author: string) => write(edits, false, "edit", author),
  });
}

/** Refuses what was made on an older state of a record, with both values. */
function checkRevisions(edits: readonly EditCommand[], records: readonly StoredRecord[]): void {
  for (const edit of edits) {
    const { kind, id, base_revision: base } = edit;
    const stored = records.find((each) => each.kind === kind && each.id === id);
    if (base === null || base === undefined || !stored || stored.revision <= base) continue;
    throw new PlatformError({
      code: "conflict",
      kind: "conflict",
      message: `The ${kind} ${id} was changed meanwhile.`,
      hints: ["Look at both values and choose."],
      conflict: {
        subject: { kind, id },
        pointer: "",
        yours: edit.op === "put" ? (edit.record as never) : null,
        theirs: stored.record,
        revision: stored.revision,
      },
    });
  }
}

/** A finding holds until the records are as one of its fixes would have them, or its subject is gone. */
function findingsIn(records: readonly StoredRecord[], all: readonly Finding[]): Finding[] {
  const known = new Map(records.map((stored) => [`${stored.kind}:${stored.id}`, stored.record]));
  const silences = records.flatMap(({ kind, record }) =>
    kind === "silence" ? [record as Silence] : [],
  );
  const holds = ({ fixes, subject }: Finding) =>
    known.has(`${subject.kind}:${subject.id}`) &&
    !fixes.some(({ edits }) =>
      edits.every((edit) => same(known.get(`${edit.kind}:${edit.id}`), recordOf(edit))),
    );
  return judged(records, all.filter(holds)).map((finding) => {
    const silence = silences.find(
      ({ code, subject, topology }) =>
        code === finding.code &&
        subject.kind === finding.subject.kind &&
        subject.id === finding.subject.id &&
        (!topology || topology === finding.topology),
    );
    return silence ? { ...finding, silenced: silence.reason } : finding;
  });
}

/** Severities as the settings of rules say, the topology's over the registry's. */
function judged(records: readonly StoredRecord[], findings: readonly Finding[]): Finding[] {
  const settings = records.flatMap(({ kind, record }) =>
    kind === "rule_setting" ? [record as RuleSetting] : [],
  );
  return findings.flatMap((finding) => {
    const said = (topology: string | null) =>
      settings.findLast(
        ({ code, topology: place }) => code === finding.code && (place ?? null) === topology,
      )?.severity;
    const severity = (finding.topology && said(finding.topology)) || said(null);
    return severity === "off" ? [] : [severity ? { ...finding, severity } : finding];
  });
}

function recordOf(edit: EditCommand): unknown {
  return edit.op === "put" ? edit.record : undefined;
}

function changeOf(before: readonly Finding[], after: readonly Finding[]): FindingsChange {
  const was = new Map(before.map((finding) => [finding.key, finding]));
  const is = new Set(after.map(({ key }) => key));
  return {
    changed: after.filter((finding) => !same(was.get(finding.key), finding)),
    gone: before.map(({ key }) => key).filter((key) => !is.has(key)),
  };
}

function patched(records: readonly StoredRecord[], { diff, revision }: DeskReply): StoredRecord[] {
  const touched = new Set(diff.map(({ kind, id }) => `${kind}:${id}`));
  return [
    ...records.filter(({ kind, id }) => !touched.has(`${kind}:${id}`)),
    ...diff.flatMap(({ kind, id, after }) =>
      after === null ? [] : [{ kind, id, revision, record: after }],
    ),
  ];
}

/** The edits that make `from` what `to` is. */
function keyOf({ kind, id }: Pick<StoredRecord, "kind" | "id">): string {
  return `${kind}:${id}`;
}

function difference(from: readonly StoredRecord[], to: readonly StoredRecord[]): EditCommand[] {
  const wanted = new Map(to.map((stored) => [`${stored.kind}:${stored.id}`, stored]));
  const present = new Map(from.map((stored) => [`${stored.kind}:${stored.id}`, stored]));
  const common = { base_revision: null, operation_id: "rewind" };
  const gone = from.filter(({ kind, id }) => !wanted.has(`${kind}:${id}`));
  const other = to.filter(
    ({ kind, id, record }) => !same(present.get(`${kind}:${id}`)?.record, record),
  );
  return [
    ...gone.map(({ kind, id }) => ({ op: "delete", kind, id, ...common })),
    ...other.map(({ kind, id, record }) => ({ op: "put", kind, id, record, ...common })),
  ] as EditCommand[];
}

function summaryOf({ diff }: DeskReply): string {
  const [first] = diff;
  if (!first) return "nothing changed";
  const verb = first.before === null ? "create" : first.after === null ? "delete" : "change";
  return `${verb} ${first.kind} ${first.id}${diff.length > 1 ? ` and ${diff.length - 1} more` : ""}`;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]),
  );
}
