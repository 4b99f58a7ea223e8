//! Files beside the registry: new ones and copies, never half written, never over another.
//!
//! The registry's own file is never opened here: closing a second handle on it would drop the
//! locks that SQLite holds for this process.

use crate::error::{file_error, store_error};
use baton_store::StoreError;
use sqlx::SqliteConnection;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A path with something appended to the file's name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A name in the same folder that no other writer uses at the same time.
pub(crate) fn temporary(path: &Path) -> Result<PathBuf, StoreError> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let temporary = beside(path, &format!(".new-{}-{number}", std::process::id()));
    // Left over from a process of the same number that was killed.
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(file_error(&temporary, &error)),
        _ => Ok(temporary),
    }
}

/// Copies a registry into a new file: one consistent revision, complete and on disk when
/// this returns.
pub(crate) async fn copy(
    from: &Path,
    connection: &mut SqliteConnection,
    to: &Path,
) -> Result<PathBuf, StoreError> {
    let temporary = temporary(to)?;
    let Some(name) = temporary.to_str() else {
        return Err(StoreError::Io {
            message: format!("{}: the name is not valid text", to.display()),
        });
    };
    let copied = sqlx::query("VACUUM INTO $1")
        .bind(name)
        .execute(connection)
        .await;
    let result = match copied {
        Err(error) => Err(
            match error
                .as_database_error()
                .map(sqlx::error::DatabaseError::message)
            {
                Some(message) if message.starts_with("unable to open database") => {
                    StoreError::Permission {
                        path: to.to_owned(),
                        message: "the file cannot be created".to_owned(),
                    }
                }
                _ => store_error(from, &error),
            },
        ),
        Ok(_) => File::open(&temporary)
            .and_then(|file| file.sync_all())
            .map_err(|error| file_error(&temporary, &error)),
    };
    if result.is_err() {
        discard(&temporary);
    }
    result.map(|()| temporary)
}

/// Gives a complete file its name, unless the name is taken, or a log lies there that SQLite would read into it.
pub(crate) fn publish(temporary: &Path, path: &Path) -> Result<(), StoreError> {
    let log = beside(path, "-wal");
    // Asked in this order: whoever makes the registry meanwhile has made it before its log.
    if fs::metadata(&log).is_ok_and(|log| log.len() > 0) && !path.exists() {
        discard(temporary);
        return Err(StoreError::LeftLog { log });
    }
    let result = match fs::hard_link(temporary, path) {
        // A file system without hard links.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::Unsupported | ErrorKind::PermissionDenied
            ) =>
        {
            if path.exists() {
                Err(ErrorKind::AlreadyExists.into())
            } else {
                fs::rename(temporary, path)
            }
        }
        other => other,
    };
    discard(temporary);
    result.map_err(|error| file_error(path, &error))?;
    sync_folder(path);
    Ok(())
}

/// Gives a complete file its name, in place of an older one.
pub(crate) fn replace(temporary: &Path, path: &Path) -> Result<(), StoreError> {
    fs::rename(temporary, path).map_err(|error| {
        discard(temporary);
        file_error(path, &error)
    })?;
    sync_folder(path);
    Ok(())
}

/// Removes a file that nobody else knows of.
pub(crate) fn discard(temporary: &Path) {
    // What cannot be removed is overwritten or removed by the next writer of the same name.
    let _ = fs::remove_file(temporary);
}

/// Whether there is no room beside the registry for what SQLite keeps there while it is open.
pub(crate) fn is_disk_full(path: &Path) -> bool {
    const KEPT_BESIDE: usize = 1 << 16;
    let Ok(probe) = temporary(path) else {
        return false;
    };
    let written = fs::write(&probe, vec![0; KEPT_BESIDE]);
    discard(&probe);
    written.is_err_and(|error| {
        matches!(
            error.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded
        )
    })
}

/// Makes the name itself survive a loss of power, where the system can.
fn sync_folder(path: &Path) {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
