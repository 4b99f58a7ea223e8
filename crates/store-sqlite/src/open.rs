//! Opening a registry: what stands there is looked at first and touched last.

use crate::error::{code, file_error, primary_code, store_error};
use crate::file;
use crate::migrate::{APPLICATION_ID, Migration, format, migrate};
use baton_store::{OpenOptions, StoreError};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::path::Path;
use std::time::Duration;

/// An open registry: connections, the format found, and why it cannot be written.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(crate) readers: SqlitePool,
    pub(crate) writer: Option<SqlitePool>,
    pub(crate) format: u32,
    pub(crate) read_only: Option<String>,
}

/// How long a statement waits for another process before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// A shorter file is taken by SQLite for a new database: its smallest page, in bytes.
const SMALLEST_DATABASE: u64 = 512;
/// Connections for reading; writing has one of its own.
const READERS: u32 = 3;

pub(crate) fn base(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
}

pub(crate) fn pool(connections: u32) -> SqlitePoolOptions {
    // Nothing is gained from closing idle connections, and a registry in memory would be lost.
    SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(BUSY_TIMEOUT * 2)
}

/// Opens the registry at `path`; `migrations` lead to the format that the program writes.
pub(crate) async fn open(
    path: &Path,
    options: OpenOptions,
    migrations: &[Migration],
) -> Result<Opened, StoreError> {
    let supported = migrations.last().map_or(0, |step| step.format);
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if !options.create || options.read_only {
                return Err(file_error(path, &error));
            }
            create(path, migrations).await?;
        }
        Err(error) => return Err(file_error(path, &error)),
        Ok(metadata) => {
            let reason = match () {
                () if metadata.is_dir() => "it is a folder",
                () if metadata.len() == 0 => "the file is empty",
                () if metadata.len() < SMALLEST_DATABASE => "the file is too short",
                () => "",
            };
            if !reason.is_empty() {
                return Err(StoreError::NotARegistry {
                    path: path.to_owned(),
                    reason: reason.to_owned(),
                });
            }
            check_mark(path).await?;
        }
    }
    let (found, reading) = find_format(path).await?;
    let refusal = if found > supported {
        Some(format!(
            "it was written by a newer Baton (format {found}; this one knows formats up to {supported})"
        ))
    } else if options.read_only {
        Some("it was opened for reading only".to_owned())
    } else {
        reading.refusal().map(str::to_owned)
    };
    if refusal.is_none() {
        match open_writable(path, found, migrations).await {
            Err(StoreError::ReadOnly { reason }) => {
                return open_readable(path, reading, found, Some(reason)).await;
            }
            other => return other,
        }
    }
    open_readable(path, reading, found, refusal).await
}

/// Makes an empty registry under another name first, so that a file with the right name is
/// always complete. Whoever comes second takes what the first one made.
async fn create(path: &Path, migrations: &[Migration]) -> Result<(), StoreError> {
    let temporary = file::temporary(path)?;
    let made = async {
        let failed = |error: sqlx::Error| store_error(path, &error);
        let options = base(&temporary).create_if_missing(true);
        let mut connection = SqliteConnection::connect_with(&options)
            .await
            .map_err(failed)?;
        mark(&mut connection).await.map_err(failed)?;
        migrate(path, &mut connection, migrations).await?;
        connection.close().await.map_err(failed)
    }
    .await;
    if let Err(error) = made {
        file::discard(&temporary);
        return Err(error);
    }
    match file::publish(&temporary, path) {
        Err(StoreError::AlreadyExists { .. }) => Ok(()),
        other => other,
    }
}

/// Marks a database as a registry.
pub(crate) async fn mark(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let sql = format!("PRAGMA application_id = {APPLICATION_ID}");
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .map(drop)
}

/// Refuses files that are no registries without leaving a trace: no lock, no journal beside them.
async fn check_mark(path: &Path) -> Result<(), StoreError> {
    let not_a_registry = |reason: &str| StoreError::NotARegistry {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let options = base(path).read_only(true).immutable(true);
    let found: Result<i64, sqlx::Error> = async {
        let mut connection = SqliteConnection::connect_with(&options).await?;
        sqlx::query_scalar("PRAGMA application_id")
            .fetch_one(&mut connection)
            .await
    }
    .await;
    match found {
        Ok(APPLICATION_ID) => Ok(()),
        Ok(_) => Err(not_a_registry("it is the database of another program")),
        // Another process may be writing the file back just now; the next look is under locks.
        Err(error) if primary_code(&error) == Some(code::CORRUPT) => Ok(()),
        Err(error) => Err(store_error(path, &error)),
    }
}

/// How a registry can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Beside other processes.
    Shared,
    /// As it lies there; nobody can write it.
    Frozen,
}

impl Reading {
    fn refusal(self) -> Option<&'static str> {
        match self {
            Reading::Shared => None,
            Reading::Frozen => Some("its folder cannot be written"),
        }
    }

    fn options(self, path: &Path) -> SqliteConnectOptions {
        base(path)
            .read_only(true)
            .immutable(self == Reading::Frozen)
    }
}

/// The registry's format, read without writing anything into the file.
async fn find_format(path: &Path) -> Result<(u32, Reading), StoreError> {
    let read = async |reading: Reading| {
        let mut connection = SqliteConnection::connect_with(&reading.options(path)).await?;
        let format = format(&mut connection).await?;
        connection.close().await?;
        Ok::<_, sqlx::Error>(format)
    };
    match read(Reading::Shared).await {
        Ok(format) => Ok((format, Reading::Shared)),
        // Reading beside others needs a file next to the registry, which cannot be made here.
        Err(error) if matches!(primary_code(&error), Some(code::CANTOPEN | code::READONLY)) => {
            if let Some(format) = take_back_unfinished(path).await {
                return Ok((format, Reading::Shared));
            }
            let waiting = std::fs::metadata(file::beside(path, "-wal")).is_ok_and(|m| m.len() > 0);
            if waiting {
                return Err(StoreError::Permission {
                    path: path.to_owned(),
                    message:
                        "edits wait in the -wal file beside it, and its folder cannot be written"
                            .to_owned(),
                });
            }
            let format = read(Reading::Frozen)
                .await
                .map_err(|error| store_error(path, &error))?;
            Ok((format, Reading::Frozen))
        }
        Err(error) => Err(store_error(path, &error)),
    }
}

/// A program that was killed while it switched the journal left half a write to be taken back, which
/// only a connection that may write can do. `None` where there is none, or where it cannot be done.
async fn take_back_unfinished(path: &Path) -> Option<u32> {
    if !file::beside(path, "-journal").exists() {
        return None;
    }
    let mut connection = SqliteConnection::connect_with(&base(path)).await.ok()?;
    let format = format(&mut connection).await.ok()?;
    connection.close().await.ok()?;
    Some(format)
}

async fn open_readable(
    path: &Path,
    reading: Reading,
    format: u32,
    read_only: Option<String>,
) -> Result<Opened, StoreError> {
    let readers = pool(READERS)
        .connect_with(reading.options(path))
        .await
        .map_err(|error| store_error(path, &error))?;
    Ok(Opened {
        readers,
        writer: None,
        format,
        read_only,
    })
}

async fn open_writable(
    path: &Path,
    found: u32,
    migrations: &[Migration],
) -> Result<Opened, StoreError> {
    let failed = |error: sqlx::Error| store_error(path, &error);
    let supported = migrations.last().map_or(0, |step| step.format);
    let options = base(path).journal_mode(SqliteJournalMode::Wal);
    let writer = pool(1)
        .connect_with(options.clone())
        .await
        .map_err(failed)?;
    {
        let mut connection = writer.acquire().await.map_err(failed)?;
        probe(&mut connection, found).await.map_err(failed)?;
        if found < supported {
            keep_copy(path, &mut connection, found).await?;
            migrate(path, &mut connection, migrations).await?;
        }
    }
    let readers = pool(READERS)
        .connect_with(options.pragma("query_only", "ON"))
        .await
        .map_err(failed)?;
    Ok(Opened {
        readers,
        writer: Some(writer),
        format: supported,
        read_only: None,
    })
}

/// Finds out whether the file can be written: SQLite says so only when something is. Nothing
/// stays of what is written here.
async fn probe(connection: &mut SqliteConnection, found: u32) -> Result<(), sqlx::Error> {
    let write = async {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let sql = AssertSqlSafe(format!("PRAGMA user_version = {found}"));
        sqlx::raw_sql(sql).execute(&mut *transaction).await?;
        transaction.rollback().await
    };
    match write.await {
        // Somebody writes, so it can be written.
        Err(error) if primary_code(&error) == Some(code::BUSY) => Ok(()),
        other => other,
    }
}

/// Copies the registry to `<file>.backup-v<format>` before its format changes.
async fn keep_copy(
    path: &Path,
    connection: &mut SqliteConnection,
    found: u32,
) -> Result<(), StoreError> {
    let backup = file::beside(path, &format!(".backup-v{found}"));
    let copy = file::copy(path, connection, &backup).await?;
    // Another process may have changed the format before the copy began.
    match find_format(&copy).await {
        Ok((format, _)) if format == found => file::replace(&copy, &backup),
        Ok(_) => {
            file::discard(&copy);
            Ok(())
        }
        Err(error) => {
            file::discard(&copy);
            Err(error)
        }
    }
}
