/** Everything the window asks of the desktop, as one interface, so that tests can stand in for it. */
import type {
  EditCommand,
  EditedFiles,
  EditReply,
  ErrorReply,
  ExportKindInfo,
  ExportReport,
  HistoryEntry,
  ImportReply,
  OpenRegistry,
  RecordKey,
  RegistryChanged,
  Snapshot,
  TemplateInfo,
  TopologyDrawing,
} from "./bindings";

export type Stop = () => void;

export interface Platform {
  registryInfo(): Promise<OpenRegistry>;
  openRegistry(path: string): Promise<OpenRegistry>;
  createRegistry(path: string | null, template: string | null): Promise<OpenRegistry>;
  snapshot(): Promise<Snapshot>;
  drawing(topology: string): Promise<TopologyDrawing>;
  applyEdits(edits: EditCommand[], dryRun: boolean): Promise<EditReply>;
  /** Deletes records with all that cannot stand without them; a dry run only lists it. */
  removeWithDependents(keys: RecordKey[], dryRun: boolean): Promise<EditReply>;
  undo(): Promise<EditReply>;
  redo(): Promise<EditReply>;
  history(limit: number): Promise<HistoryEntry[]>;
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
  onRegistryChanged(handler: (change: RegistryChanged) => void): Promise<Stop>;
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
