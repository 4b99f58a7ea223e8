//! The typed list of commands and events, and the TypeScript that is made of it.

use crate::commands::{
    audit, backup, check, clip, contract, dialog, edit, export, gate, impact, import, link, log,
    notice, own, pattern, protocol, record, registry, review, settings, simulation, template,
    topology, version, window,
};
use crate::follow::{RegistryAway, RegistryChanged, RegistryTurned};
use crate::link::LinkArrived;
use specta_typescript::semantic::Configuration;
use tauri::Runtime;
use tauri::ipc::Invoke;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

/// Every command and event.
#[expect(clippy::too_many_lines, reason = "one list")]
pub fn builder<R: Runtime>() -> Builder<R> {
    Builder::new()
        .commands(collect_commands![
            registry::registry_info,
            registry::open_registry,
            registry::connect_registry,
            registry::create_registry,
            registry::snapshot,
            registry::snapshot_part,
            registry::snapshot_at,
            registry::changes_of,
            registry::history,
            edit::apply_edits,
            edit::remove_with_dependents,
            edit::undo,
            edit::redo,
            edit::rewind,
            record::search,
            record::table,
            record::record_page,
            clip::copy_records,
            clip::paste_records,
            clip::paste_text,
            topology::save_picture,
            contract::contract_fields,
            contract::matching_versions,
            template::templates,
            template::template_page,
            template::template_picture,
            template::add_template,
            template::parts,
            template::part_picture,
            template::insert_part,
            check::rules,
            audit::audit_table,
            audit::audit_handoff,
            audit::audit_scores,
            audit::audit_series,
            audit::incidents,
            audit::record_incident,
            audit::resolve_incident,
            check::rule_options,
            check::check_rule_options,
            check::custom_rules,
            impact::impact,
            gate::gate_advice,
            gate::gate_samples,
            gate::gate_preview,
            pattern::pattern_advice,
            pattern::restructure_plan,
            protocol::verify_transfer,
            import::import_preview,
            import::import_apply,
            import::cancel_import,
            export::export_kinds,
            export::export_choice,
            export::remember_export,
            export::export_plan,
            export::export_write,
            export::cancel_export,
            export::export_file_diff,
            export::open_export_folder,
            review::reviews,
            review::review_page,
            review::ask_review,
            review::answer_review,
            review::override_review,
            review::withdraw_review,
            review::baselines,
            review::set_baseline,
            review::topology_changes,
            review::comments,
            review::add_comment,
            review::resolve_comment,
            notice::notices,
            own::runbook,
            own::runbook_lines,
            own::who,
            own::escalation_ladders,
            own::on_call_calendar,
            own::plan_rotation,
            own::deployment_matrix,
            own::capability_tags,
            own::rename_capabilities,
            own::owned_records,
            own::transfer_ownership,
            own::table_csv,
            simulation::simulate,
            simulation::compare_simulations,
            simulation::simulate_load,
            simulation::compare_loads,
            simulation::cancel_simulation,
            simulation::improvements,
            simulation::improvement,
            simulation::simulation_choices,
            version::contract_versions,
            version::draft_verdict,
            version::version_verdict,
            version::check_draft,
            version::draft_version,
            version::renumber_version,
            version::rehearse_publishing,
            version::publish_version,
            version::deprecate_version,
            version::retire_version,
            version::can_i_deploy,
            settings::settings,
            settings::change_settings,
            settings::open_own_folder,
            backup::backups,
            backup::back_up,
            backup::look_at_backup,
            backup::restore_backup,
            log::log_entries,
            link::take_link,
            link::record_link,
            window::open_window,
            window::first_look,
            window::keep_place,
            window::meet,
            window::keep_session,
            window::tell_finished,
            dialog::test_dialog_path,
        ])
        .events(collect_events![
            RegistryChanged,
            RegistryTurned,
            RegistryAway,
            LinkArrived,
            export::ExportProgress,
            import::ImportProgress,
            simulation::SimulationProgress
        ])
        // Refusals arrive as rejected promises, with `ErrorReply` as the reason.
        .error_handling(ErrorHandlingMode::Throw)
        .typ::<baton_app::ErrorReply>()
        .typ::<baton_model::Record>()
        .typ::<baton_layout::topology::TopologyDrawing>()
        // Numbers of records are finite: JSON has no others.
        .semantic_types(Configuration::empty().enable_lossless_floats())
        .disable_serde_phases()
}

/// Answers the commands: those of the list, and those whose answer is bytes, for which there is no type.
pub fn handler<R: Runtime>(
    typed: impl Fn(Invoke<R>) -> bool + Send + Sync + 'static,
) -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    let bytes: Box<dyn Fn(Invoke<R>) -> bool + Send + Sync> = Box::new(tauri::generate_handler![
        topology::drawing,
        topology::drawing_at,
        topology::picture
    ]);
    move |invoke| match invoke.message.command() {
        "drawing" | "drawing_at" | "picture" => bytes(invoke),
        _ => typed(invoke),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use specta_typescript::Typescript;
    use std::collections::BTreeSet;
    use std::path::Path;
    use tauri_specta::{BuilderConfiguration, LanguageExt};

    const HEADER: &str = "// Generated from src-tauri/src/bindings.rs. To write it anew:
// BATON_WRITE_BINDINGS=1 cargo test -p baton-desktop --features tauri/custom-protocol bindings
";

    /// TypeScript in which no type of the model has the name of one of Tauri's.
    struct Renamed(Typescript);

    impl LanguageExt for Renamed {
        type Error = <Typescript as LanguageExt>::Error;

        fn export(
            self,
            configuration: &BuilderConfiguration,
            path: &Path,
        ) -> Result<(), Self::Error> {
            let mut renamed = configuration.clone();
            renamed.types = renamed.types.map(|mut kind| {
                if kind.name == "Channel" {
                    kind.name = "ContactChannel".into();
                }
                kind
            });
            self.0.export(&renamed, path)
        }
    }

    /// Fails when the committed bindings are not those of the code.
    #[test]
    fn bindings_are_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let fresh = folder.path().join("bindings.ts");
        let language = Renamed(Typescript::default().header(HEADER));
        builder::<tauri::test::MockRuntime>()
            .export(language, &fresh)
            .unwrap();
        let fresh = std::fs::read_to_string(fresh).unwrap();
        let committed =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/platform/bindings.ts");
        if std::env::var_os("BATON_WRITE_BINDINGS").is_some() {
            std::fs::write(&committed, &fresh).unwrap();
        }
        let there = std::fs::read_to_string(&committed)
            .unwrap_or_default()
            .replace("\r\n", "\n");
        assert!(
            there == fresh,
            "ui/src/platform/bindings.ts is out of date; its first lines say how to write it anew"
        );
    }

    /// A command that is not allowed is refused only when a window asks for it, so the lists are held together here.
    #[test]
    fn every_command_is_allowed() {
        let bindings = include_str!("../../ui/src/platform/bindings.ts");
        let calls = bindings.split("__TAURI_INVOKE").skip(1).filter_map(|rest| {
            let (_, named) = rest.split_once("(\"")?;
            named.split_once('"').map(|(name, _)| name.to_owned())
        });
        let callable: BTreeSet<String> = calls
            .chain(["drawing", "drawing_at", "picture"].map(str::to_owned))
            .collect();
        assert!(callable.len() > 100, "{callable:?}");

        let capability: serde_json::Value =
            serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let allowed: BTreeSet<String> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
            .map(|name| name.replace('-', "_"))
            .collect();
        let missing: Vec<_> = callable.difference(&allowed).collect();
        let needless: Vec<_> = allowed.difference(&callable).collect();
        assert!(
            missing.is_empty(),
            "capabilities/main.json lacks {missing:?}"
        );
        assert!(needless.is_empty(), "nothing has the name of {needless:?}");
        // What build.rs does not name has no permission, so a build with too few names stops by itself.
    }
}
