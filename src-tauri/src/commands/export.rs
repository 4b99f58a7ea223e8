//! Writing exports into a folder that the user has chosen.

use super::{Chosen, Desk, Reply};
use crate::file_manager;
use crate::remembered::ExportChoice;
use crate::runs::Runs;
use baton_app::export::{
    EditedFiles, ExportKindInfo, ExportReport, ExportRequest, ExportStep, FileDiff, file_diff,
    plan_while, write_while,
};
use baton_app::{AppError, ErrorCode};
use baton_model::TopologyId;
use serde::Serialize;
use std::path::{Path, PathBuf};
use tauri::State;
use tauri_specta::Event;

/// How far an export is.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct ExportProgress {
    /// The run, as it was named by whoever began it.
    pub run: String,
    /// What it is busy with, and how far.
    pub step: ExportStep,
}

fn progress(run: &str, step: ExportStep) -> ExportProgress {
    ExportProgress {
        run: run.to_owned(),
        step,
    }
}

/// Everything that can be exported, family by family.
#[tauri::command]
#[specta::specta]
pub async fn export_kinds() -> Reply<Vec<ExportKindInfo>> {
    Ok(baton_app::export::kinds())
}

/// What was chosen for a topology when it was exported last; without one for a registry that has none.
#[tauri::command]
#[specta::specta]
pub async fn export_choice(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    topology: Option<TopologyId>,
) -> Reply<ExportChoice> {
    let registry = desk.open().await?.registry.info().registry;
    let mut choice = desk
        .remembered()
        .export(&registry, topology.as_ref())
        .cloned()
        .unwrap_or_default();
    // It was chosen in a dialog once, and only such folders are remembered.
    let is_there = |folder: &PathBuf| folder.is_absolute() && folder.is_dir();
    match choice.folder.as_ref().filter(|folder| is_there(folder)) {
        Some(folder) => chosen.add(folder)?,
        None => choice.folder = None,
    }
    Ok(choice)
}

/// Remembers what is chosen for a topology.
#[tauri::command]
#[specta::specta]
pub async fn remember_export(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    topology: Option<TopologyId>,
    choice: ExportChoice,
) -> Reply<()> {
    if let Some(folder) = &choice.folder {
        chosen.require(folder)?;
    }
    let registry = desk.open().await?.registry.info().registry;
    desk.remember(|remembered| remembered.exported(&registry, topology.as_ref(), choice));
    Ok(())
}

/// What an export would do to a folder. `run` names it to whoever wants to hear how far it is, or to end it.
#[tauri::command]
#[specta::specta]
pub async fn export_plan(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    runs: State<'_, Runs<ExportProgress>>,
    folder: String,
    kinds: Vec<String>,
    topology: Option<TopologyId>,
    run: String,
) -> Reply<ExportReport> {
    let request = request(&chosen, folder, kinds, topology)?;
    let open = desk.open().await?;
    let work = move |go_on: &mut (dyn FnMut(ExportStep) -> bool + Send)| {
        plan_while(&open.registry, &request, go_on)
    };
    runs.run(run, progress, work).await
}

/// Exports into a folder. `run` is as for [`export_plan`]; one that was ended leaves each file old or new.
#[tauri::command]
#[specta::specta]
#[allow(clippy::too_many_arguments)] // three of them are Tauri's
pub async fn export_write(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    runs: State<'_, Runs<ExportProgress>>,
    folder: String,
    kinds: Vec<String>,
    topology: Option<TopologyId>,
    edited: EditedFiles,
    run: String,
) -> Reply<ExportReport> {
    let request = request(&chosen, folder, kinds, topology)?;
    let open = desk.open().await?;
    let work = move |go_on: &mut (dyn FnMut(ExportStep) -> bool + Send)| {
        write_while(&open.registry, &request, edited, go_on)
    };
    runs.run(run, progress, work).await
}

/// Ends an export early; nothing happens where it has ended already.
#[tauri::command]
#[specta::specta]
pub async fn cancel_export(runs: State<'_, Runs<ExportProgress>>, run: String) -> Reply<()> {
    runs.cancel(&run);
    Ok(())
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

/// Shows a folder that is exported to in the system's file manager; no other folder is.
#[tauri::command]
#[specta::specta]
pub async fn open_export_folder(desk: Desk<'_>, chosen: Chosen<'_>, folder: String) -> Reply<()> {
    let folder = PathBuf::from(folder);
    chosen.require(&folder)?;
    if !desk.remembered().exports_to(&folder) {
        return Err(AppError::new(
            ErrorCode::UnsafePath,
            format!("nothing is exported to {}", folder.display()),
            "choose it as the folder of an export; nothing was opened",
        )
        .into());
    }
    crate::runs::off_the_way(move || file_manager::open(Path::new(&folder))).await
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
        sign_key: None,
    })
}
