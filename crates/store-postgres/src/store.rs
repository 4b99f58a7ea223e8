//! The store itself: connections, and what their failures are called.

use crate::error::store_error;
use crate::migrate::{FORMAT, format, migrate};
use crate::{Address, commit, log, records, verify};
use async_trait::async_trait;
use baton_store::{
    CommitOutcome, Headline, Loaded, LogEntry, LogQuery, NewCommit, Next, OpenOptions, Problem,
    RegistryStore, SeriesOutcome, StoreError, StoreInfo,
};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Postgres};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Connections of one open registry.
const CONNECTIONS: u32 = 4;
/// How long a connection, or another writer, is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is tried to make a registry that others make at the same time.
const ATTEMPTS: usize = 5;
/// What every connection is told first. A client that is gone in the middle of a transaction holds up nobody for longer than a minute.
const SETTINGS: &str = "SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '60s'";
/// A transaction that sees one revision.
const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A registry in a schema of a PostgreSQL database. A clone is the same open registry.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    address: Address,
    pool: PgPool,
    format: u32,
    read_only: Option<String>,
}

impl PostgresStore {
    /// Opens the registry at an address. An older format is brought up to date; a newer one, and one that may not be written, is
    /// opened for reading, with the reason in [`StoreInfo::read_only`].
    pub async fn open(address: Address, options: OpenOptions) -> Result<Self, StoreError> {
        let failed = |error: sqlx::Error| store_error(&address, &error);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::raw_sql(SETTINGS).execute(connection).await?;
                    Ok(())
                })
            })
            .connect_with(address.options.clone())
            .await
            .map_err(failed)?;
        let mut connection = pool.acquire().await.map_err(failed)?;
        let opened = Self::look(&address, &mut connection, options).await;
        drop(connection);
        let (format, read_only) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                pool.close().await;
                return Err(error);
            }
        };
        Ok(Self {
            address,
            pool,
            format,
            read_only,
        })
    }

    /// The format, and why nothing can be written; makes the registry, or brings it up to date, where that is asked for.
    async fn look(
        address: &Address,
        connection: &mut PgConnection,
        options: OpenOptions,
    ) -> Result<(u32, Option<String>), StoreError> {
        let failed = |error: sqlx::Error| store_error(address, &error);
        let mut found = format(connection, &address.schema).await.map_err(failed)?;
        if found.is_none() && (!options.create || options.read_only) {
            return Err(StoreError::Missing {
                path: PathBuf::from(address.to_string()),
            });
        }
        if let Some(newer) = found.filter(|found| *found > FORMAT) {
            let reason = format!(
                "it was written by a newer Baton (format {newer}; this one knows formats up to {FORMAT})"
            );
            return Ok((newer, Some(reason)));
        }
        if options.read_only {
            let reason = "it was opened for reading only".to_owned();
            return Ok((found.unwrap_or(FORMAT), Some(reason)));
        }
        if let Some(refusal) = refusal(connection).await.map_err(failed)? {
            return match found {
                Some(found) => Ok((found, Some(refusal))),
                None => Err(StoreError::ReadOnly { reason: refusal }),
            };
        }
        for attempt in 1.. {
            if found == Some(FORMAT) {
                break;
            }
            match bring_up_to_date(address, connection).await {
                Ok(()) => found = Some(FORMAT),
                // Somebody else makes it at the same time.
                Err(_) if attempt < ATTEMPTS => {
                    found = format(connection, &address.schema).await.map_err(failed)?;
                }
                Err(error) => return Err(failed(error)),
            }
        }
        Ok((FORMAT, None))
    }

    /// Every record that can still be read from a damaged registry, with what cannot.
    pub async fn salvage(&self) -> Result<Loaded, StoreError> {
        let mut connection = self.connection().await?;
        let mut transaction = connection
            .begin_with(READING)
            .await
            .map_err(|e| self.failed(&e))?;
        let revision = log::head(&mut transaction)
            .await
            .map_err(|e| self.failed(&e))?;
        let (records, unread) = records::load(&mut transaction)
            .await
            .map_err(|e| self.failed(&e))?;
        Ok(Loaded {
            revision,
            records,
            unread,
        })
    }

    fn is_newer(&self) -> bool {
        self.format > FORMAT
    }

    fn failed(&self, error: &sqlx::Error) -> StoreError {
        store_error(&self.address, error)
    }

    async fn connection(&self) -> Result<PoolConnection<Postgres>, StoreError> {
        self.pool.acquire().await.map_err(|e| self.failed(&e))
    }

    async fn writer(&self) -> Result<PoolConnection<Postgres>, StoreError> {
        if let Some(reason) = &self.read_only {
            return Err(StoreError::ReadOnly {
                reason: reason.clone(),
            });
        }
        self.connection().await
    }

    /// What is read from rows. In a newer registry rows that cannot be read are left out.
    fn readable<T>(
        &self,
        rows: &[PgRow],
        read: impl Fn(&PgRow) -> Result<T, Problem>,
    ) -> Result<Vec<T>, StoreError> {
        rows.iter()
            .map(read)
            .filter(|entry| entry.is_ok() || !self.is_newer())
            .map(|entry| entry.map_err(StoreError::corrupt))
            .collect()
    }
}

/// Why nothing can be written, as the server says it.
async fn refusal(connection: &mut PgConnection) -> Result<Option<String>, sqlx::Error> {
    let read_only: String = sqlx::query_scalar("SHOW transaction_read_only")
        .fetch_one(connection)
        .await?;
    Ok((read_only == "on").then(|| "the server takes no writes: it may be a standby".to_owned()))
}

async fn bring_up_to_date(
    address: &Address,
    connection: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin().await?;
    // The name was checked: letters, digits and _.
    let schema = format!("CREATE SCHEMA IF NOT EXISTS \"{}\"", address.schema);
    sqlx::raw_sql(AssertSqlSafe(schema))
        .execute(&mut *transaction)
        .await?;
    let found = format(&mut transaction, &address.schema).await?;
    migrate(&mut transaction, found.unwrap_or(0)).await?;
    transaction.commit().await
}

#[async_trait]
impl RegistryStore for PostgresStore {
    async fn close(&self) {
        self.pool.close().await;
    }

    async fn load(&self) -> Result<Loaded, StoreError> {
        let mut loaded = self.salvage().await?;
        if self.is_newer() || loaded.unread.is_empty() {
            return Ok(loaded);
        }
        Err(StoreError::corrupt(loaded.unread.swap_remove(0)))
    }

    async fn head(&self) -> Result<u32, StoreError> {
        let mut connection = self.connection().await?;
        log::head(&mut connection)
            .await
            .map_err(|e| self.failed(&e))
    }

    async fn commit(&self, commit: &NewCommit) -> Result<CommitOutcome, StoreError> {
        let mut connection = self.writer().await?;
        commit::commit(&self.address, &mut connection, commit).await
    }

    async fn commit_series(
        &self,
        next: &mut (dyn FnMut() -> Next + Send),
    ) -> Result<SeriesOutcome, StoreError> {
        let mut connection = self.writer().await?;
        commit::commit_series(&self.address, &mut connection, next).await
    }

    async fn changes_since(&self, revision: u32, limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        let mut connection = self.connection().await?;
        let rows = log::since(&mut connection, revision, limit)
            .await
            .map_err(|e| self.failed(&e))?;
        self.readable(&rows, log::entry)
    }

    async fn log(&self, query: &LogQuery) -> Result<Vec<LogEntry>, StoreError> {
        let mut connection = self.connection().await?;
        let rows = log::newest(&mut connection, query)
            .await
            .map_err(|e| self.failed(&e))?;
        self.readable(&rows, log::entry)
    }

    async fn headlines(&self, query: &LogQuery) -> Result<Vec<Headline>, StoreError> {
        let mut connection = self.connection().await?;
        let rows = log::headlines(&mut connection, query)
            .await
            .map_err(|e| self.failed(&e))?;
        self.readable(&rows, log::headline)
    }

    async fn find_operation(&self, operation_id: &str) -> Result<Option<LogEntry>, StoreError> {
        let mut connection = self.connection().await?;
        let row = log::of_operation(&mut connection, operation_id)
            .await
            .map_err(|e| self.failed(&e))?;
        row.as_ref()
            .map(log::entry)
            .transpose()
            .map_err(StoreError::corrupt)
    }

    async fn verify(&self) -> Result<Vec<Problem>, StoreError> {
        let mut connection = self.connection().await?;
        let mut transaction = connection
            .begin_with(READING)
            .await
            .map_err(|e| self.failed(&e))?;
        Ok(verify::verify(&mut transaction).await)
    }

    async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        baton_store_sqlite::copy_from(self, path).await
    }

    fn info(&self) -> StoreInfo {
        StoreInfo {
            location: self.address.to_string(),
            schema_version: self.format,
            read_only: self.read_only.clone(),
        }
    }
}
