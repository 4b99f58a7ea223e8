//! What the user has set for the program as a whole, and where it keeps things.

use super::{Chosen, Desk, Reply};
use crate::runs::off_the_way;
use crate::{file_manager, log};
use baton_app::{AppError, ErrorCode};
use baton_place::Place;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What is set, and what follows from it.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct DesktopSettings {
    /// Whether a copy of the registry is kept for every day on which something changed.
    pub daily_backups: bool,
    /// The folder of new registries.
    pub registries: PathBuf,
    /// The program's version.
    pub version: String,
}

/// What is to be set; what is left out stays.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    daily_backups: Option<bool>,
    registries: Option<String>,
}

/// Folders that the program keeps things in.
#[derive(Clone, Copy, Debug, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OwnFolder {
    Registry,
    Backups,
    Log,
}

/// What is set.
#[tauri::command]
#[specta::specta]
pub async fn settings(desk: Desk<'_>) -> Reply<DesktopSettings> {
    Ok(told(&desk))
}

/// Sets something. A folder has to be chosen in a dialog first.
#[tauri::command]
#[specta::specta]
pub async fn change_settings(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    change: SettingsChange,
) -> Reply<DesktopSettings> {
    let registries = change.registries.map(PathBuf::from);
    if let Some(folder) = &registries {
        chosen.require(folder)?;
    }
    desk.remember(|remembered| {
        let settings = &mut remembered.settings;
        if let Some(daily) = change.daily_backups {
            settings.daily_backups = daily;
        }
        if let Some(folder) = registries {
            settings.registries = Some(folder);
        }
    });
    Ok(told(&desk))
}

/// Shows one of the program's own folders in the system's file manager.
#[tauri::command]
#[specta::specta]
pub async fn open_own_folder(desk: Desk<'_>, folder: OwnFolder) -> Reply<()> {
    let registry = desk.place().await?;
    let path = match folder {
        OwnFolder::Registry => {
            let file = registry.file().ok_or_else(|| is_no_file(&registry))?;
            file.parent().map(Path::to_owned)
        }
        OwnFolder::Backups => Some(desk.backups_of(&registry)),
        OwnFolder::Log => log::folder().map(Path::to_owned),
    };
    let path = path.unwrap_or_default();
    off_the_way(move || file_manager::open(&path)).await
}

fn is_no_file(registry: &Place) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("{registry} is on a server, in no folder"),
        "copies of it are in a folder of this machine",
    )
}

fn told(desk: &Desk<'_>) -> DesktopSettings {
    let daily_backups = desk.remembered().settings.daily_backups;
    DesktopSettings {
        daily_backups,
        registries: desk.registries(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
