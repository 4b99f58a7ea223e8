//! Writing exports into a folder that the user has chosen.

use super::{Chosen, Desk, Reply};
use baton_app::export::{
    EditedFiles, ExportKindInfo, ExportReport, ExportRequest, FileDiff, file_diff, plan, write,
};
use baton_model::TopologyId;
use std::path::PathBuf;

/// Everything that can be exported.
#[tauri::command]
#[specta::specta]
pub async fn export_kinds() -> Reply<Vec<ExportKindInfo>> {
    Ok(baton_app::export::kinds())
}

/// What an export would do to a folder.
#[tauri::command]
#[specta::specta]
pub async fn export_plan(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    folder: String,
    kinds: Vec<String>,
    topology: Option<TopologyId>,
) -> Reply<ExportReport> {
    let request = request(&chosen, folder, kinds, topology)?;
    Ok(plan(&desk.open().await?.registry, &request)?)
}

/// Exports into a folder.
#[tauri::command]
#[specta::specta]
pub async fn export_write(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    folder: String,
    kinds: Vec<String>,
    topology: Option<TopologyId>,
    edited: EditedFiles,
) -> Reply<ExportReport> {
    let request = request(&chosen, folder, kinds, topology)?;
    Ok(write(&desk.open().await?.registry, &request, edited)?)
}

/// What an export would change in one of its files, line by line.
#[tauri::command]
#[specta::specta]
pub async fn export_file_diff(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    folder: String,
    kinds: Vec<String>,
    topology: Option<TopologyId>,
    path: String,
) -> Reply<FileDiff> {
    let request = request(&chosen, folder, kinds, topology)?;
    Ok(file_diff(&desk.open().await?.registry, &request, &path)?)
}

fn request(
    chosen: &Chosen<'_>,
    folder: String,
    kinds: Vec<String>,
    topology: Option<TopologyId>,
) -> Reply<ExportRequest> {
    let folder = PathBuf::from(folder);
    chosen.require(&folder)?;
    Ok(ExportRequest {
        kinds,
        folder,
        topology,
    })
}
