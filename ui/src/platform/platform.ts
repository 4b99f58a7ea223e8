/** Everything the window asks of the desktop, as one interface, so that tests can stand in for it. */
import type {
  AppError,
  Drawing,
  EditCommand,
  EditReply,
  ExportKind,
  ExportPlan,
  HistoryEntry,
  ImportReply,
  RegistryChanged,
  RegistryInfo,
  RuleInfo,
  Snapshot,
  TemplateInfo,
} from "./bindings";

export type Stop = () => void;

export interface Platform {
  registryInfo(): Promise<RegistryInfo>;
  openRegistry(path: string): Promise<RegistryInfo>;
  createRegistry(path: string | null, template: string | null): Promise<RegistryInfo>;
  snapshot(): Promise<Snapshot>;
  drawing(topology: string): Promise<Drawing>;
  applyEdits(edits: EditCommand[], dryRun: boolean): Promise<EditReply>;
  undo(): Promise<EditReply>;
  redo(): Promise<EditReply>;
  history(limit: number): Promise<HistoryEntry[]>;
  templates(): Promise<TemplateInfo[]>;
  importPreview(format: string | null, paths: string[]): Promise<ImportReply>;
  importApply(format: string | null, paths: string[]): Promise<ImportReply>;
  exportKinds(): Promise<ExportKind[]>;
  exportPlan(dir: string, kinds: string[], topology: string | null): Promise<ExportPlan>;
  exportWrite(dir: string, kinds: string[], topology: string | null, overwriteEdited: boolean): Promise<ExportPlan>;
  exportCheck(dir: string): Promise<ExportPlan>;
  rules(): Promise<RuleInfo[]>;
  onRegistryChanged(handler: (change: RegistryChanged) => void): Promise<Stop>;
  /** Asks for a folder; null when the user closes the dialog. */
  chooseFolder(title: string): Promise<string | null>;
  /** Asks for a registry file to open; null when the user closes the dialog. */
  chooseRegistry(title: string): Promise<string | null>;
  /** Asks for where a new registry goes; null when the user closes the dialog. */
  chooseNewRegistry(title: string): Promise<string | null>;
  /** Asks for files of another tool; empty when the user closes the dialog. */
  chooseImports(title: string): Promise<string[]>;
  /** Calls `handler` after files below `dir` changed, until stopped. */
  watchFolder(dir: string, handler: () => void): Promise<Stop>;
}

/** A refused or failed command, with the backend's own words. */
export class PlatformError extends Error {
  readonly detail: AppError;

  constructor(detail: AppError) {
    super(detail.message);
    this.name = "PlatformError";
    this.detail = detail;
  }
}

/** Reads whatever a command rejected with; anything unknown is a bug and is said so. */
export function asPlatformError(reason: unknown): PlatformError {
  if (reason instanceof PlatformError) return reason;
  if (isAppError(reason)) return new PlatformError(reason);
  const message = reason instanceof Error ? reason.message : String(reason);
  return new PlatformError({ code: "unexpected", kind: "bug", message, hints: [] });
}

function isAppError(value: unknown): value is AppError {
  if (typeof value !== "object" || value === null) return false;
  const { code, kind, message, hints } = value as Record<string, unknown>;
  return typeof code === "string" && typeof kind === "string" && typeof message === "string" && Array.isArray(hints);
}
