//! Reading what teams already have.

use super::{Desk, Reply};
use baton_app::import::{ImportFile, ImportReply, ImportRequest, import};
use serde::Deserialize;

/// A file that the window has read: the fs plugin gives it only what a dialog returned.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct PickedFile {
    /// Its name, with its folder.
    name: String,
    /// What stands in it.
    text: String,
}

/// What an import would do.
#[tauri::command]
#[specta::specta]
pub async fn import_preview(
    desk: Desk<'_>,
    format: Option<String>,
    files: Vec<PickedFile>,
    topology: Option<String>,
) -> Reply<ImportReply> {
    run(desk, format, files, topology, true).await
}

/// Imports files that the user has chosen, as one group.
#[tauri::command]
#[specta::specta]
pub async fn import_apply(
    desk: Desk<'_>,
    format: Option<String>,
    files: Vec<PickedFile>,
    topology: Option<String>,
) -> Reply<ImportReply> {
    run(desk, format, files, topology, false).await
}

async fn run(
    desk: Desk<'_>,
    format: Option<String>,
    files: Vec<PickedFile>,
    topology: Option<String>,
    dry_run: bool,
) -> Reply<ImportReply> {
    let files = files
        .into_iter()
        .map(|file| ImportFile {
            name: file.name,
            bytes: file.text.into_bytes(),
        })
        .collect();
    let request = ImportRequest {
        format,
        files,
        topology,
        dry_run,
        strict: false,
        draw: dry_run,
    };
    let reply = import(&desk.open().await?.registry, &request).await?;
    // The reply names the records; their contents follow as news.
    desk.audience.wake.notify_one();
    Ok(reply)
}
