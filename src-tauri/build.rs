//! Names the commands that the window may call, and lets the program compile before the UI was built.

use std::{fs, path::Path};

/// Every command of `src/commands`. Tauri refuses all others, and each one needs a permission in `capabilities/`.
const COMMANDS: &[&str] = &[
    "add_comment",
    "add_template",
    "answer_review",
    "apply_edits",
    "ask_review",
    "audit_handoff",
    "audit_scores",
    "audit_series",
    "audit_table",
    "baselines",
    "can_i_deploy",
    "cancel_simulation",
    "check_draft",
    "check_rule_options",
    "comments",
    "compare_simulations",
    "contract_fields",
    "contract_versions",
    "copy_records",
    "create_registry",
    "custom_rules",
    "deprecate_version",
    "draft_verdict",
    "draft_version",
    "drawing",
    "drawing_at",
    "export_file_diff",
    "export_kinds",
    "export_plan",
    "export_write",
    "history",
    "impact",
    "gate_advice",
    "gate_samples",
    "gate_preview",
    "pattern_advice",
    "restructure_plan",
    "verify_transfer",
    "import_apply",
    "import_preview",
    "improvement",
    "improvements",
    "incidents",
    "insert_part",
    "matching_versions",
    "notices",
    "open_registry",
    "override_review",
    "part_picture",
    "parts",
    "paste_records",
    "publish_version",
    "record_incident",
    "record_page",
    "redo",
    "registry_info",
    "rehearse_publishing",
    "remove_with_dependents",
    "renumber_version",
    "resolve_comment",
    "resolve_incident",
    "retire_version",
    "review_page",
    "reviews",
    "rewind",
    "rule_options",
    "rules",
    "search",
    "set_baseline",
    "simulate",
    "simulation_choices",
    "snapshot",
    "snapshot_at",
    "table",
    "template_page",
    "template_picture",
    "templates",
    "test_dialog_path",
    "topology_changes",
    "undo",
    "version_verdict",
    "withdraw_review",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    stand_in_for_the_ui(Path::new("../ui/dist"))?;
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}

/// The program embeds `ui/dist`, so checking Rust alone needs something there. A bundle that is there stays.
fn stand_in_for_the_ui(dist: &Path) -> std::io::Result<()> {
    let page = dist.join("index.html");
    if page.exists() {
        return Ok(());
    }
    fs::create_dir_all(dist)?;
    fs::write(
        page,
        "<!doctype html><title>Baton</title><p>The window was not built. Run <code>npm run build</code>.</p>\n",
    )
}
