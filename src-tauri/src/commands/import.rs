//! Reading what teams already have.

use super::{Desk, Reply};
use crate::runs::Runs;
use baton_app::import::{ImportFile, ImportReply, ImportRequest, ImportStep, import_while};
use serde::{Deserialize, Serialize};
use tauri::State;
use tauri_specta::Event;

/// How far an import is.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct ImportProgress {
    /// The run, as it was named by whoever began it.
    pub run: String,
    /// What it is busy with, and how far.
    pub step: ImportStep,
}

fn progress(run: &str, step: ImportStep) -> ImportProgress {
    ImportProgress {
        run: run.to_owned(),
        step,
    }
}

/// A file that the window has read: the fs plugin gives it only what a dialog returned.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct PickedFile {
    /// Its name, with its folder.
    name: String,
    /// What stands in it.
    text: String,
}

/// What an import would do. `run` names it to whoever wants to hear how far it is, or to end it.
#[tauri::command]
#[specta::specta]
pub async fn import_preview(
    desk: Desk<'_>,
    runs: State<'_, Runs<ImportProgress>>,
    format: Option<String>,
    files: Vec<PickedFile>,
    topology: Option<String>,
    run: String,
) -> Reply<ImportReply> {
    let request = request(format, files, topology, true);
    import(&desk, &runs, request, run).await
}

/// Imports files that the user has chosen, as one group. `run` is as for [`import_preview`]; one that was ended has stored nothing.
#[tauri::command]
#[specta::specta]
pub async fn import_apply(
    desk: Desk<'_>,
    runs: State<'_, Runs<ImportProgress>>,
    format: Option<String>,
    files: Vec<PickedFile>,
    topology: Option<String>,
    run: String,
) -> Reply<ImportReply> {
    let request = request(format, files, topology, false);
    let reply = import(&desk, &runs, request, run).await?;
    // The reply names the records; their contents follow as news.
    desk.audience.wake.notify_one();
    Ok(reply)
}

/// Ends an import early; nothing happens where it has ended already.
#[tauri::command]
#[specta::specta]
pub async fn cancel_import(runs: State<'_, Runs<ImportProgress>>, run: String) -> Reply<()> {
    runs.cancel(&run);
    Ok(())
}

async fn import(
    desk: &Desk<'_>,
    runs: &Runs<ImportProgress>,
    request: ImportRequest,
    run: String,
) -> Reply<ImportReply> {
    let open = desk.open().await?;
    let work = move |go_on: &mut (dyn FnMut(ImportStep) -> bool + Send)| {
        tauri::async_runtime::block_on(import_while(&open.registry, &request, go_on))
    };
    runs.run(run, progress, work).await
}

fn request(
    format: Option<String>,
    files: Vec<PickedFile>,
    topology: Option<String>,
    dry_run: bool,
) -> ImportRequest {
    let files = files
        .into_iter()
        .map(|file| ImportFile {
            name: file.name,
            bytes: file.text.into_bytes(),
        })
        .collect();
    ImportRequest {
        format,
        files,
        topology,
        dry_run,
        strict: false,
        draw: dry_run,
    }
}
