// Written by hand to the agreed shape until `cargo xtask gen` replaces it with the generated bindings.
import { invoke } from "@tauri-apps/api/core";
import { type EventCallback, listen, type UnlistenFn } from "@tauri-apps/api/event";

export type Json = unknown;

export type Kind =
  | "team" | "person" | "rotation" | "escalation_path" | "trust_domain" | "environment" | "capability" | "memory"
  | "agent" | "contract" | "contract_version" | "agent_version" | "deployment" | "topology" | "entry" | "outcome"
  | "group" | "note" | "placement" | "handoff" | "scenario" | "review" | "comment" | "incident" | "baseline"
  | "observed_handoff" | "notice" | "rule_setting" | "silence";

export type RecordKey = { kind: Kind; id: string };

export type Team = { id: string; name: string; purpose?: string; rotation?: string | null; parent?: string | null; platform?: boolean };
export type Person = { id: string; name: string; email?: string | null; teams?: string[] };
export type Rotation = { id: string; name: string; team: string };
export type EscalationPath = { id: string; name: string; team: string };

export type AgentKind = "ai" | "supervisor" | "human" | "tool" | "external" | "queue";
export type AgentFunction = "router" | "worker" | "observer" | "preparer" | "supervisor";
export type Lifecycle = "experimental" | "production" | "deprecated" | "retired";
export type Channel = "voice" | "chat" | "messaging" | "ivr" | "email" | "file" | "api";
export type Scope = { text?: string; topics?: string[] };
export type Authority = { action: string; limit?: number | null; unit?: string | null; irreversible?: boolean };
export type Role = { scope?: Scope; authority?: Authority[]; talks_to_user?: boolean; discloses?: boolean };
export type Agent = {
  id: string;
  name: string;
  kind?: AgentKind;
  function?: AgentFunction | null;
  team?: string | null;
  lifecycle?: Lifecycle;
  role?: Role;
  capabilities?: string[];
  languages?: string[];
  channels?: Channel[];
  systems?: string[];
  trust_domain?: string | null;
  stateless?: boolean;
};

export type Contract = { id: string; name: string; team?: string | null; purpose?: string };
export type ContractState = "draft" | "in_review" | "published" | "deprecated" | "retired";
export type ContractVersion = { id: string; contract: string; version: string; state?: ContractState };

export type Topology = { id: string; name: string; purpose?: string; team?: string | null };
export type Entry = { id: string; topology: string; agent: string; channel?: Channel | null; share?: number };
export type Outcome = { id: string; topology: string; name: string; good?: boolean };
export type Placement = {
  id: string;
  topology: string;
  subject: RecordKey;
  x: number;
  y: number;
  width?: number | null;
  height?: number | null;
  pinned?: boolean;
  group?: string | null;
  collapsed?: boolean;
};
export type Group = { id: string; topology: string; name: string; parent?: string | null; colour?: string | null };
export type Note = { id: string; topology: string; text?: string };

export type Responder = { kind: "person"; id: string } | { kind: "rotation"; id: string } | { kind: "team"; id: string };
export type TieBreak = "first" | "least_loaded" | "cheapest" | "random";
export type OutcomeTarget = { outcome: string };
export type CapabilityQuery = { capabilities: string[]; tie_break?: TieBreak; default?: string | null };
export type Target = string | OutcomeTarget | CapabilityQuery;
export type HandoffMode = "transfer" | "delegate";
export type OwnerModel = "downstream" | "platform" | "joint";
export type Criticality = "low" | "medium" | "high" | "critical";
export type Backoff = "none" | "fixed" | "exponential";
export type IdempotentBy = "handoff_id" | "none";
export type Policy = {
  timeout_ms?: number | null;
  retries?: number;
  backoff?: Backoff;
  loop_limit?: number | null;
  acknowledge?: boolean;
  rollback?: boolean;
  idempotent_by?: IdempotentBy;
  boundary_validation?: boolean;
  dead_letter?: string | null;
};
export type GateBranch = { answer: string; goes_to?: Target | null };
export type Gate = {
  reviewers?: Responder[];
  summary?: string;
  proposed_action?: string;
  question?: string;
  branches?: GateBranch[];
  minutes?: number | null;
};
export type Handoff = {
  id: string;
  topology: string;
  from: string;
  to: Target;
  mode?: HandoffMode;
  contract?: string | null;
  version?: string | null;
  policy?: Policy;
  fallbacks?: string[];
  fallback_owner?: Responder | null;
  gate?: Gate | null;
  owner_model?: OwnerModel | null;
  owners?: string[];
  escalation_path?: string | null;
  criticality?: Criticality;
  discloses?: boolean;
  user_can_escalate?: boolean;
};

export type EditCommand =
  | { op: "put"; kind: Kind; record: Json; id: string; base_revision: number | null; operation_id: string }
  | { op: "delete"; kind: Kind; id: string; base_revision: number | null; operation_id: string };

export type StoredRecord = { kind: Kind; id: string; revision: number; record: Json };
export type RecordChange = { kind: Kind; id: string; before: Json | null; after: Json | null };

export type Severity = "error" | "warning" | "advice";
export type Fix = { title: string; safe: boolean; edits: EditCommand[] };
export type Finding = {
  key: string;
  code: string;
  name: string;
  severity: Severity;
  subject: RecordKey;
  message: string;
  why: string;
  path?: string[];
  fixes: Fix[];
  silenced?: { reason: string } | null;
};

export type Point = { x: number; y: number };
export type Bounds = { x: number; y: number; width: number; height: number };
export type BoxKind = "agent" | "outcome" | "entry" | "query" | "group" | "note";
export type DrawnBox = { id: string; kind: BoxKind; x: number; y: number; width: number; height: number; pinned: boolean };
export type Route = { handoff: string; points: Point[]; label_at: Point };
export type Drawing = { topology: string; boxes: DrawnBox[]; routes: Route[]; bounds: Bounds };

export type RegistryInfo = {
  registry: string;
  revision: number;
  author: string;
  read_only: boolean;
  notice?: string | null;
  recent: string[];
};
export type Snapshot = { revision: number; records: StoredRecord[]; findings: Finding[]; can_undo: boolean; can_redo: boolean };
export type EditReply = { revision: number; diff: RecordChange[]; findings: Finding[]; can_undo: boolean; can_redo: boolean };
export type HistoryEntry = {
  revision: number;
  author: string;
  at: string;
  operation_id: string;
  summary: string;
  kind: string;
};
export type TemplateInfo = { id: string; name: string; summary: string };
export type ImportNote = { level: string; path: string; message: string };
export type ImportReply = { created: RecordKey[]; updated: RecordKey[]; notes: ImportNote[] };
export type ExportKind = { id: string; title: string };
export type FileChange = "new" | "changed" | "same" | "edited" | "stale";
export type ExportFile = { path: string; sha256: string; change: FileChange; bytes: number };
export type ExportPlan = { files: ExportFile[] };
export type RuleInfo = { code: string; name: string; severity: Severity; summary: string; explanation: string };

export type AppErrorKind = "user" | "conflict" | "environment" | "bug";
export type AppConflict = { kind: Kind; id: string; yours: Json | null; theirs: Json | null };
export type AppError = { code: string; kind: AppErrorKind; message: string; hints: string[]; conflict?: AppConflict | null };

export type RegistryChanged = EditReply & { drawing_touched: string[]; author: string };

export const commands = {
  registryInfo: () => invoke<RegistryInfo>("registry_info"),
  openRegistry: (path: string) => invoke<RegistryInfo>("open_registry", { path }),
  createRegistry: (path: string | null, template: string | null) =>
    invoke<RegistryInfo>("create_registry", { path, template }),
  snapshot: () => invoke<Snapshot>("snapshot"),
  drawing: (topology: string) => invoke<Drawing>("drawing", { topology }),
  applyEdits: (edits: EditCommand[], dryRun: boolean) => invoke<EditReply>("apply_edits", { edits, dryRun }),
  undo: () => invoke<EditReply>("undo"),
  redo: () => invoke<EditReply>("redo"),
  history: (limit: number) => invoke<HistoryEntry[]>("history", { limit }),
  templates: () => invoke<TemplateInfo[]>("templates"),
  importPreview: (format: string | null, paths: string[]) => invoke<ImportReply>("import_preview", { format, paths }),
  importApply: (format: string | null, paths: string[]) => invoke<ImportReply>("import_apply", { format, paths }),
  exportKinds: () => invoke<ExportKind[]>("export_kinds"),
  exportPlan: (dir: string, kinds: string[], topology: string | null) =>
    invoke<ExportPlan>("export_plan", { dir, kinds, topology }),
  exportWrite: (dir: string, kinds: string[], topology: string | null, overwriteEdited: boolean) =>
    invoke<ExportPlan>("export_write", { dir, kinds, topology, overwriteEdited }),
  exportCheck: (dir: string) => invoke<ExportPlan>("export_check", { dir }),
  rules: () => invoke<RuleInfo[]>("rules"),
  testDialogPath: () => invoke<string | null>("test_dialog_path"),
};

export const events = {
  registryChanged: {
    listen: (handler: EventCallback<RegistryChanged>): Promise<UnlistenFn> => listen("registry-changed", handler),
  },
};
