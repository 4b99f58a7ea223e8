//! Copies of the open registry.

use super::{Desk, Reply};
use crate::refused::Refused;
use baton_app::backup::{Backup, examine, list, take};
use baton_app::{AppError, ErrorCode, ErrorReply};
use baton_place::Place;
use baton_store_sqlite::{OpenOptions, SqliteStore};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// The copies of a registry.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Backups {
    /// The folder in which new ones are made.
    pub folder: PathBuf,
    /// The newest first.
    pub copies: Vec<Backup>,
    /// Why the last copy of the day could not be made.
    pub problem: Option<ErrorReply>,
}

/// What a copy holds, and what restoring it would do.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct BackupLook {
    pub revision: u32,
    pub records: u32,
    /// When it was changed last, in UTC.
    pub changed_at: Option<String>,
    /// What is wrong with it; it can be restored only where nothing is.
    pub problems: Vec<String>,
    /// Records that would go, be as they were, and come back.
    pub removed: u32,
    pub changed: u32,
    pub returned: u32,
}

/// What a restored copy has taken the place of.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Restored {
    /// Where the registry that was open before is kept.
    pub kept: Option<PathBuf>,
}

/// The copies that are kept of the open registry.
#[tauri::command]
#[specta::specta]
pub async fn backups(desk: Desk<'_>) -> Reply<Backups> {
    let registry = desk.place().await?;
    let problem = desk
        .backup_problem
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    Ok(Backups {
        folder: desk.backups_of(&registry),
        copies: copies(&desk, &registry)?,
        problem,
    })
}

/// Copies the open registry as it stands.
#[tauri::command]
#[specta::specta]
pub async fn back_up(desk: Desk<'_>) -> Reply<Backup> {
    let open = desk.open().await?;
    let folder = desk.backups_of(&desk.place().await?);
    Ok(take(&open.registry, &folder).await?)
}

/// Reads all of a copy.
#[tauri::command]
#[specta::specta]
pub async fn look_at_backup(desk: Desk<'_>, path: String) -> Reply<BackupLook> {
    let copy = known(&desk, &path).await?;
    let options = OpenOptions {
        create: false,
        read_only: true,
    };
    let store = SqliteStore::open(&copy, options)
        .await
        .map_err(AppError::from)?;
    // Where no registry could be opened there is nothing to compare it with.
    let open = desk.open().await.ok();
    let found = examine(&store, open.as_ref().map(|open| &open.registry)).await;
    store.close().await;
    let found = found?;
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(BackupLook {
        revision: found.revision,
        records: count(found.records),
        changed_at: found.changed_at,
        problems: found.problems.iter().map(ToString::to_string).collect(),
        removed: count(found.removed),
        changed: count(found.changed),
        returned: count(found.returned),
    })
}

/// Puts a copy in the open registry's place; every window turns to it. What was open is kept beside it.
#[tauri::command]
#[specta::specta]
pub async fn restore_backup(desk: Desk<'_>, path: String) -> Reply<Restored> {
    let copy = known(&desk, &path).await?;
    let kept = desk.restore(&copy).await?;
    Ok(Restored { kept })
}

fn copies(desk: &Desk<'_>, registry: &Place) -> Result<Vec<Backup>, AppError> {
    // Nothing is kept beside a registry on a server.
    let beside = registry.file().unwrap_or(Path::new(""));
    list(&desk.backups_of(registry), beside)
}

/// One of the copies; no other file is read.
async fn known(desk: &Desk<'_>, path: &str) -> Result<PathBuf, Refused> {
    let found = copies(desk, &desk.place().await?)?
        .into_iter()
        .find(|copy| copy.path.as_os_str() == path);
    let path = found.map(|copy| copy.path).ok_or_else(|| {
        AppError::new(
            ErrorCode::UnsafePath,
            "this is no copy of the open registry",
            "choose one of the list; nothing was read or written",
        )
    })?;
    Ok(path)
}
