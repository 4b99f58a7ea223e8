//! The registry as a whole.

use super::{Chosen, Desk, Reply};
use crate::desk::OpenRegistry;
use crate::parts::{Parts, SnapshotPart, SnapshotStart};
use crate::places;
use baton_app::edit::history::HistoryEntry;
use baton_app::{AppError, ErrorCode};
use baton_model::RecordChange;
use baton_place::{Address, Place};
use std::path::PathBuf;
use tauri::State;

/// What is open, and what was.
#[tauri::command]
#[specta::specta]
pub async fn registry_info(desk: Desk<'_>) -> Reply<OpenRegistry> {
    desk.info().await
}

/// Opens another registry: one that was open before, on a server with the password that the keychain keeps, or a file that the user has
/// chosen in a dialog.
#[tauri::command]
#[specta::specta]
pub async fn open_registry(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    path: String,
) -> Reply<OpenRegistry> {
    let place = if Address::is_meant(&path) {
        Place::Server(Box::new(places::address(&path)?))
    } else {
        Place::File(PathBuf::from(path))
    };
    if !desk.knows(&place) {
        match place.file() {
            Some(path) => chosen.require(path)?,
            None => return Err(was_never_open(&place).into()),
        }
    }
    desk.change(&place).await
}

/// Opens a registry on a server, with the password given, or else the one that the system's keychain keeps for it. An empty one is made
/// there where that is asked for. What let in goes to the keychain where it is to be kept.
#[tauri::command]
#[specta::specta]
pub async fn connect_registry(
    desk: Desk<'_>,
    address: String,
    password: Option<String>,
    keep: bool,
    create: bool,
) -> Reply<OpenRegistry> {
    let mut at = places::address(&address)?;
    let password = password.filter(|password| !password.is_empty());
    if let Some(password) = &password {
        at = at.with_password(password);
    }
    desk.connect(at, password.filter(|_| keep), create).await
}

fn was_never_open(place: &Place) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("{place} was not open before"),
        "connect to it first",
    )
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

/// All records and findings, or the first of them.
#[tauri::command]
#[specta::specta]
pub async fn snapshot(desk: Desk<'_>, parts: State<'_, Parts>) -> Reply<SnapshotStart> {
    Ok(parts.start(desk.open().await?.snapshot()))
}

/// What follows in a snapshot, by what its start or that of a first look says.
#[tauri::command]
#[specta::specta]
pub async fn snapshot_part(parts: State<'_, Parts>, ticket: u32) -> Reply<SnapshotPart> {
    parts.next(ticket)
}

/// All records and findings as they were at an earlier revision; nothing can be undone from there.
#[tauri::command]
#[specta::specta]
pub async fn snapshot_at(
    desk: Desk<'_>,
    parts: State<'_, Parts>,
    revision: u32,
) -> Reply<SnapshotStart> {
    let snapshot = desk.open().await?.registry.snapshot_at(revision).await?;
    Ok(parts.start(snapshot))
}

/// What the commit that made a revision changed, record by record.
#[tauri::command]
#[specta::specta]
pub async fn changes_of(desk: Desk<'_>, revision: u32) -> Reply<Vec<RecordChange>> {
    Ok(desk.open().await?.registry.changes_of(revision).await?)
}

/// The newest commits, newest first; those before a revision when one is given.
#[tauri::command]
#[specta::specta]
pub async fn history(desk: Desk<'_>, limit: u32, before: Option<u32>) -> Reply<Vec<HistoryEntry>> {
    Ok(desk.open().await?.registry.history(limit, before).await?)
}
