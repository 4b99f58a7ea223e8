//! Opening the registry that the command line names.

use crate::args::Global;
use baton_app::{AppError, ErrorCode, Registry, SystemHost};
use baton_store_sqlite::{OpenOptions, SqliteStore};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Every registry that the command has opened, to be closed when it is done: a process that ends without leaves a log beside the
/// registry's file.
static OPENED: Mutex<Vec<SqliteStore>> = Mutex::new(Vec::new());

/// Closes all registries that the command has opened.
pub async fn close_all() {
    let opened = std::mem::take(&mut *OPENED.lock().unwrap_or_else(PoisonError::into_inner));
    for store in opened {
        store.close().await;
    }
}

fn remember(store: &SqliteStore) {
    let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    opened.push(store.clone());
}

/// The path that `--registry` or `BATON_REGISTRY` names, else the desktop's own.
pub fn path(global: &Global) -> Result<PathBuf, AppError> {
    match global.registry.as_deref() {
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Err(AppError::new(
                ErrorCode::InvalidInput,
                "shared registries on PostgreSQL are not supported by this version",
                "name a file",
            ))
        }
        Some(path) => Ok(PathBuf::from(path)),
        None => Ok(baton_app::registry::default_path()),
    }
}

/// Opens a registry that is there.
pub async fn existing(global: &Global) -> Result<Registry, AppError> {
    open(global, false).await
}

/// Opens a registry that is there, as it was at a revision when one is given.
pub async fn as_of(global: &Global, revision: Option<u32>) -> Result<Registry, AppError> {
    let registry = existing(global).await?;
    match revision {
        Some(revision) => registry.as_of(revision).await,
        None => Ok(registry),
    }
}

/// Opens a registry, or makes an empty one.
pub async fn or_new(global: &Global) -> Result<Registry, AppError> {
    open(global, true).await
}

/// Opens a registry, or makes an empty one; a dry run makes it in memory only.
pub async fn for_edits(global: &Global, dry_run: bool) -> Result<Registry, AppError> {
    if !dry_run || path(global)?.exists() {
        return or_new(global).await;
    }
    let store = SqliteStore::in_memory().await?;
    Registry::open(
        Box::new(store),
        Box::new(SystemHost::new(global.author.clone())),
    )
    .await
}

/// The bare store, without loading its records.
pub async fn store(global: &Global) -> Result<SqliteStore, AppError> {
    store_at(&path(global)?).await
}

/// The bare store of a registry at a path.
pub async fn store_at(path: &Path) -> Result<SqliteStore, AppError> {
    let store = SqliteStore::open(path, OpenOptions::default()).await?;
    remember(&store);
    Ok(store)
}

/// Opens another registry that is there.
pub async fn other(global: &Global, path: &Path) -> Result<Registry, AppError> {
    open_at(global, path, false).await
}

async fn open(global: &Global, create: bool) -> Result<Registry, AppError> {
    let path = path(global)?;
    if create
        && let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
    }
    open_at(global, &path, create).await
}

async fn open_at(global: &Global, path: &Path, create: bool) -> Result<Registry, AppError> {
    let options = OpenOptions {
        create,
        ..OpenOptions::default()
    };
    let store = SqliteStore::open(path, options).await?;
    remember(&store);
    Registry::open(
        Box::new(store),
        Box::new(SystemHost::new(global.author.clone())),
    )
    .await
}
