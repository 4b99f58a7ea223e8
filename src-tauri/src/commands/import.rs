//! Reading what teams already have.

use super::{Chosen, Desk, Reply};
use baton_app::import::{ImportReply, ImportRequest, import};
use std::path::PathBuf;

/// What an import would do.
#[tauri::command]
#[specta::specta]
pub async fn import_preview(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    format: Option<String>,
    files: Vec<String>,
    topology: Option<String>,
) -> Reply<ImportReply> {
    run(desk, chosen, format, files, topology, true).await
}

/// Imports files that the user has chosen, as one group.
#[tauri::command]
#[specta::specta]
pub async fn import_apply(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    format: Option<String>,
    files: Vec<String>,
    topology: Option<String>,
) -> Reply<ImportReply> {
    run(desk, chosen, format, files, topology, false).await
}

async fn run(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    format: Option<String>,
    files: Vec<String>,
    topology: Option<String>,
    dry_run: bool,
) -> Reply<ImportReply> {
    let files: Vec<PathBuf> = files.into_iter().map(PathBuf::from).collect();
    for file in &files {
        chosen.require(file)?;
    }
    let request = ImportRequest {
        format,
        files,
        topology,
        dry_run,
    };
    let reply = import(&desk.open().await?.registry, &request).await?;
    // The reply names the records; their contents follow as news.
    desk.wake.notify_one();
    Ok(reply)
}
