//! Patterns of coordination.

use super::{Desk, Reply};
use baton_app::pattern::advise::{Advice, advise};
use baton_app::pattern::restructure::{Restructured, plan};
use baton_model::Pattern;

/// Which patterns a topology has, or the part of it that some agents form, and which would fit its work.
#[tauri::command]
#[specta::specta]
pub async fn pattern_advice(
    desk: Desk<'_>,
    topology: String,
    agents: Vec<String>,
) -> Reply<Advice> {
    let open = desk.open().await?;
    Ok(advise(&open.registry, Some(&topology), &agents)?)
}

/// What turning a supervisor into a chain, or back, would do. Nothing is written.
#[tauri::command]
#[specta::specta]
pub async fn restructure_plan(
    desk: Desk<'_>,
    topology: String,
    head: String,
    into: Pattern,
) -> Reply<Restructured> {
    let open = desk.open().await?;
    Ok(plan(&open.registry, Some(&topology), &head, into)?)
}
