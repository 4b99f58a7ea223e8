//! The registry as a whole.

use super::{Chosen, Desk, Reply};
use crate::desk::OpenRegistry;
use baton_app::edit::history::HistoryEntry;
use baton_app::registry::Snapshot;
use std::path::{Path, PathBuf};

/// What is open, and what was.
#[tauri::command]
#[specta::specta]
pub async fn registry_info(desk: Desk<'_>) -> Reply<OpenRegistry> {
    desk.info().await
}

/// Opens another registry: one that was open before, or that the user has chosen in a dialog.
#[tauri::command]
#[specta::specta]
pub async fn open_registry(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    path: String,
) -> Reply<OpenRegistry> {
    let path = Path::new(&path);
    if !desk.knows(path) {
        chosen.require(path)?;
    }
    desk.change(path).await
}

/// Makes a registry, from a template or empty, and opens it. Without a path it goes to the folder of the user's own registries.
#[tauri::command]
#[specta::specta]
pub async fn create_registry(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    path: Option<String>,
    template: Option<String>,
) -> Reply<OpenRegistry> {
    let path = path.map(PathBuf::from);
    if let Some(path) = &path {
        chosen.require(path)?;
    }
    desk.start(path, template.as_deref()).await
}

/// All records and findings.
#[tauri::command]
#[specta::specta]
pub async fn snapshot(desk: Desk<'_>) -> Reply<Snapshot> {
    Ok(desk.open().await?.snapshot())
}

/// All records and findings as they were at an earlier revision; nothing can be undone from there.
#[tauri::command]
#[specta::specta]
pub async fn snapshot_at(desk: Desk<'_>, revision: u32) -> Reply<Snapshot> {
    Ok(desk.open().await?.registry.snapshot_at(revision).await?)
}

/// The newest commits, newest first; those before a revision when one is given.
#[tauri::command]
#[specta::specta]
pub async fn history(desk: Desk<'_>, limit: u32, before: Option<u32>) -> Reply<Vec<HistoryEntry>> {
    Ok(desk.open().await?.registry.history(limit, before).await?)
}
