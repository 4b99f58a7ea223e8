//! The rules.

use super::Reply;
use baton_rules::RuleInfo;

/// The catalogue, explained.
#[tauri::command]
#[specta::specta]
pub async fn rules() -> Reply<Vec<RuleInfo>> {
    Ok(baton_rules::catalogue().to_vec())
}
