/** Everything the window asks of the desktop, as one interface, so that tests can stand in for it. */
import type {
  DeskReply,
  EditCommand,
  EditedFiles,
  ErrorReply,
  ExportKindInfo,
  ExportReport,
  FieldRow,
  FileDiff,
  HistoryEntry,
  ImportReply,
  Kind,
  OpenRegistry,
  PasteReply,
  Point,
  RangeMatch,
  RecordKey,
  RecordPage,
  RegistryTable,
  RuleInfo,
  SearchHit,
  Snapshot,
  TemplateInfo,
  TemplatePicture,
} from "./bindings";
import type { PackedDrawing } from "./drawing";

export type Stop = () => void;

/** What somebody committed, in this window or elsewhere. */
export type RegistryNews = DeskReply & { readonly authors: string[] };

export interface Platform {
  registryInfo(): Promise<OpenRegistry>;
  openRegistry(path: string): Promise<OpenRegistry>;
  createRegistry(path: string | null, template: string | null): Promise<OpenRegistry>;
  snapshot(): Promise<Snapshot>;
  drawing(topology: string): Promise<PackedDrawing>;
  applyEdits(edits: EditCommand[], dryRun: boolean): Promise<DeskReply>;
  /** Deletes records with all that cannot stand without them; a dry run only lists it. */
  removeWithDependents(keys: RecordKey[], dryRun: boolean): Promise<DeskReply>;
  undo(): Promise<DeskReply>;
  redo(): Promise<DeskReply>;
  /** The newest commits, newest first; those before a revision when one is given. */
  history(limit: number, before?: number): Promise<HistoryEntry[]>;
  /** The catalogue of rules, explained. */
  rules(): Promise<RuleInfo[]>;
  templates(): Promise<TemplateInfo[]>;
  /** What an import would do; nothing is written. */
  importPreview(files: string[]): Promise<ImportReply>;
  importApply(files: string[]): Promise<ImportReply>;
  exportKinds(): Promise<ExportKindInfo[]>;
  exportPlan(folder: string, kinds: string[], topology: string | null): Promise<ExportReport>;
  exportWrite(
    folder: string,
    kinds: string[],
    topology: string | null,
    edited: EditedFiles,
  ): Promise<ExportReport>;
  snapshotAt(revision: number): Promise<Snapshot>;
  drawingAt(topology: string, revision: number): Promise<PackedDrawing>;
  rewind(revision: number, dryRun: boolean): Promise<DeskReply>;
  search(text: string, limit: number): Promise<SearchHit[]>;
  /** Rejects with `invalid_input` where the query cannot be read. */
  table(
    kind: Kind,
    query: string,
    sort: string | null,
    descending: boolean,
  ): Promise<RegistryTable>;
  recordPage(kind: Kind, id: string): Promise<RecordPage>;
  /** The records as text that `pasteRecords` takes, in this registry or another one. */
  copyRecords(topology: string, keys: RecordKey[]): Promise<string>;
  /** `at` is the upper left corner of what is pasted; `asCopies` makes new agents even where the same ones could be drawn. */
  pasteRecords(
    topology: string,
    clip: string,
    at: Point | null,
    asCopies: boolean,
  ): Promise<PasteReply>;
  contractFields(contract: string, version: string): Promise<FieldRow[]>;
  matchingVersions(contract: string, range: string): Promise<RangeMatch[]>;
  exportFileDiff(
    folder: string,
    kinds: string[],
    topology: string | null,
    path: string,
  ): Promise<FileDiff>;
  templatePicture(id: string): Promise<TemplatePicture>;
  onRegistryChanged(handler: (change: RegistryNews) => void): Promise<Stop>;
  /** Asks for a folder; null when the user closes the dialog. */
  chooseFolder(title: string): Promise<string | null>;
  /** Asks for a registry file to open; null when the user closes the dialog. */
  chooseRegistry(title: string): Promise<string | null>;
  /** Asks for files of another tool; empty when the user closes the dialog. */
  chooseImports(title: string): Promise<string[]>;
  /** Calls `handler` after files below `dir` changed, until stopped. */
  watchFolder(dir: string, handler: () => void): Promise<Stop>;
}

/** A refused or failed command, with the backend's own words. */
export class PlatformError extends Error {
  readonly detail: ErrorReply;

  constructor(detail: ErrorReply) {
    super(detail.message);
    this.name = "PlatformError";
    this.detail = detail;
  }
}

/** Reads whatever a command rejected with; anything unknown is a bug and is said so. */
export function asPlatformError(reason: unknown): PlatformError {
  if (reason instanceof PlatformError) return reason;
  if (isErrorReply(reason)) return new PlatformError(reason);
  const message = reason instanceof Error ? reason.message : String(reason);
  return new PlatformError({ code: "internal", kind: "bug", message, hints: [], conflict: null });
}

function isErrorReply(value: unknown): value is ErrorReply {
  if (typeof value !== "object" || value === null) return false;
  const { code, kind, message, hints } = value as Record<string, unknown>;
  return (
    typeof code === "string" &&
    typeof kind === "string" &&
    typeof message === "string" &&
    Array.isArray(hints)
  );
}
