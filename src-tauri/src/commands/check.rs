//! The rules.

use super::{Desk, Reply};
use baton_app::check::custom::CustomState;
use baton_app::check::options::{self, OptionProblem, RuleOptions};
use baton_model::Json;
use baton_rules::RuleInfo;
use serde::Serialize;

/// The rules that users wrote beside the open registry.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct CustomReply {
    /// The rules, and what is wrong with their file.
    pub state: CustomState,
    /// Whether the file said something else than before: then findings changed, and a snapshot has them.
    pub changed: bool,
}

/// The catalogue, explained.
#[tauri::command]
#[specta::specta]
pub async fn rules() -> Reply<Vec<RuleInfo>> {
    Ok(baton_rules::catalogue().to_vec())
}

/// The options of the catalogue's rules.
#[tauri::command]
#[specta::specta]
pub async fn rule_options() -> Reply<Vec<RuleOptions>> {
    Ok(options::all().to_vec())
}

/// What is wrong with options of a rule; nothing where they can be set.
#[tauri::command]
#[specta::specta]
pub async fn check_rule_options(code: String, options: Json) -> Reply<Vec<OptionProblem>> {
    Ok(options::problems(&code, &options)?)
}

/// Reads the file of custom rules again, and tells what it says.
#[tauri::command]
#[specta::specta]
pub async fn custom_rules(desk: Desk<'_>) -> Reply<CustomReply> {
    let open = desk.open().await?;
    let changed = open.registry.reload_custom_rules();
    Ok(CustomReply {
        state: open.registry.custom_rules(),
        changed,
    })
}
