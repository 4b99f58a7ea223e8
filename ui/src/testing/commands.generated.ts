// Generated from ui/src/platform/bindings.ts. To write it anew: node scripts/mock-commands.mjs
import type { commands } from "../platform/bindings";

/** Every command by the name that the backend knows it by. */
export const COMMANDS = {
  registry_info: { name: "registryInfo", args: [] },
  open_registry: { name: "openRegistry", args: ["path"] },
  create_registry: { name: "createRegistry", args: ["path", "template"] },
  snapshot: { name: "snapshot", args: [] },
  snapshot_at: { name: "snapshotAt", args: ["revision"] },
  history: { name: "history", args: ["limit", "before"] },
  templates: { name: "templates", args: [] },
  apply_edits: { name: "applyEdits", args: ["edits", "dryRun", "mark"] },
  remove_with_dependents: { name: "removeWithDependents", args: ["keys", "dryRun"] },
  undo: { name: "undo", args: [] },
  redo: { name: "redo", args: [] },
  rewind: { name: "rewind", args: ["revision", "dryRun"] },
  search: { name: "search", args: ["text", "limit"] },
  table: { name: "table", args: ["kind", "query", "sort", "descending"] },
  record_page: { name: "recordPage", args: ["kind", "id"] },
  copy_records: { name: "copyRecords", args: ["topology", "keys"] },
  paste_records: { name: "pasteRecords", args: ["topology", "clip", "at", "asCopies"] },
  contract_fields: { name: "contractFields", args: ["contract", "version"] },
  matching_versions: { name: "matchingVersions", args: ["contract", "range"] },
  template_picture: { name: "templatePicture", args: ["id"] },
  rules: { name: "rules", args: [] },
  import_preview: { name: "importPreview", args: ["format", "files", "topology"] },
  import_apply: { name: "importApply", args: ["format", "files", "topology"] },
  export_kinds: { name: "exportKinds", args: [] },
  export_plan: { name: "exportPlan", args: ["folder", "kinds", "topology"] },
  export_write: { name: "exportWrite", args: ["folder", "kinds", "topology", "edited"] },
  export_file_diff: { name: "exportFileDiff", args: ["folder", "kinds", "topology", "path"] },
  test_dialog_path: { name: "testDialogPath", args: [] },
} as const satisfies Record<
  string,
  { readonly name: keyof typeof commands; readonly args: readonly string[] }
>;
