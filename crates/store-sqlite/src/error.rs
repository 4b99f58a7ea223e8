//! From the database's result codes to the kinds of failure that a user can act on.

use crate::file;
use baton_store::{Problem, StoreError};
use std::path::Path;

/// SQLite's primary result codes (sqlite.org/rescode.html).
pub(crate) mod code {
    pub(crate) const PERM: u32 = 3;
    pub(crate) const BUSY: u32 = 5;
    pub(crate) const LOCKED: u32 = 6;
    pub(crate) const NOMEM: u32 = 7;
    pub(crate) const READONLY: u32 = 8;
    pub(crate) const IOERR: u32 = 10;
    pub(crate) const CORRUPT: u32 = 11;
    pub(crate) const FULL: u32 = 13;
    pub(crate) const CANTOPEN: u32 = 14;
    pub(crate) const CONSTRAINT: u32 = 19;
    pub(crate) const AUTH: u32 = 23;
    pub(crate) const NOTADB: u32 = 26;
}

/// The primary result code, if the database itself has spoken.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    // Extended codes keep the primary one in their lowest byte.
    code.parse::<u32>().ok().map(|extended| extended & 0xff)
}

/// Names the failure; `path` is the registry's file.
pub(crate) fn store_error(path: &Path, error: &sqlx::Error) -> StoreError {
    let message = match error.as_database_error() {
        Some(database) => database.message().to_owned(),
        None => error.to_string(),
    };
    match primary_code(error) {
        Some(code::BUSY | code::LOCKED) => StoreError::Busy,
        Some(code::READONLY) => StoreError::ReadOnly {
            reason: "the file or its folder cannot be written".to_owned(),
        },
        Some(code::NOMEM) => StoreError::NoMemory,
        Some(code::FULL) => StoreError::DiskFull,
        // SQLite says so only of the database itself, not of the files beside it.
        Some(code::IOERR | code::CANTOPEN) if file::is_disk_full(path) => StoreError::DiskFull,
        Some(code::CORRUPT) => StoreError::corrupt(Problem::row("database", "", message)),
        Some(code::NOTADB) => StoreError::NotARegistry {
            path: path.to_owned(),
            reason: "its content is no SQLite database".to_owned(),
        },
        Some(code::CANTOPEN | code::PERM | code::AUTH) => StoreError::Permission {
            path: path.to_owned(),
            message,
        },
        Some(code::CONSTRAINT) => StoreError::Refused { message },
        Some(_) => StoreError::Io { message },
        None => match error {
            sqlx::Error::PoolTimedOut => StoreError::Busy,
            sqlx::Error::ColumnDecode { index, .. } => StoreError::corrupt(
                Problem::row("database", "", message).column(index.trim_matches('"')),
            ),
            _ => StoreError::Io { message },
        },
    }
}

/// Names a failure of the file system.
pub(crate) fn file_error(path: &Path, error: &std::io::Error) -> StoreError {
    use std::io::ErrorKind as Kind;
    let path = path.to_owned();
    match error.kind() {
        Kind::NotFound => StoreError::Missing { path },
        Kind::AlreadyExists => StoreError::AlreadyExists { path },
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => StoreError::Permission {
            path,
            message: error.to_string(),
        },
        Kind::StorageFull | Kind::QuotaExceeded => StoreError::DiskFull,
        Kind::OutOfMemory => StoreError::NoMemory,
        _ => StoreError::Io {
            message: format!("{}: {error}", path.display()),
        },
    }
}
