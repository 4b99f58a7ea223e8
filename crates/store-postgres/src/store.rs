//! The store itself: connections, and what their failures are called.

use crate::commit::Ended;
use crate::error::{away, is_cut, store_error};
use crate::migrate::FORMAT;
use crate::{Address, commit, log, open, presence, records, verify};
use async_trait::async_trait;
use baton_store::{
    Again, CommitOutcome, Committed, Headline, Loaded, LogEntry, LogQuery, NewCommit, Next,
    OpenOptions, Problem, RegistryStore, SeriesOutcome, Sighting, StoreError, StoreInfo,
};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::{Connection, Postgres};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::time::error::Elapsed;
use tokio::time::{sleep, timeout};

/// Connections of one open registry.
const CONNECTIONS: u32 = 4;
/// How long a connection, an answer to a small question, or another writer is waited for; and how long it is tried to find out what
/// became of a commit whose connection broke.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// How long the server may take for one commit: for another writer, and for its own work.
const WRITING: Duration = Duration::from_secs(10);
/// The same for a series of commits, whose records may be millions, and for reading all of them.
const MUCH: Duration = Duration::from_mins(30);
/// How long the server may take to read some of its rows.
pub(crate) const SOME: Duration = Duration::from_mins(1);
/// A connection that is older is closed when it is let go: what was opened in a busy moment is not kept for ever.
const LIFETIME: Duration = Duration::from_mins(5);
/// Between two tries to find out what became of a commit.
const PAUSE: Duration = Duration::from_millis(200);
/// What every connection is told first. A client that is gone in the middle of a transaction holds up nobody for longer than a minute.
const SETTINGS: &str = "SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '60s'";
/// A transaction that sees one revision.
const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A registry in a schema of a PostgreSQL database. A clone is the same open registry.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    pub(crate) address: Address,
    pool: PgPool,
    pub(crate) format: u32,
    pub(crate) read_only: Option<String>,
}

impl PostgresStore {
    /// Opens the registry at an address. An older format is brought up to date; a newer one, and one that may not be written, is
    /// opened for reading, with the reason in [`StoreInfo::read_only`].
    pub async fn open(address: Address, options: OpenOptions) -> Result<Self, StoreError> {
        let failed = |error: sqlx::Error| store_error(&address, &error);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .max_lifetime(LIFETIME)
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
        let opened = open::look(&address, &mut connection, options).await;
        connection.return_to_pool().await;
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

    /// Every record that can still be read from a damaged registry, with what cannot.
    pub async fn salvage(&self) -> Result<Loaded, StoreError> {
        let mut connection = self.connection().await?;
        let work = async {
            let mut transaction = connection.begin_with(READING).await?;
            let revision = log::head(&mut transaction).await?;
            let (records, unread) = records::load(&mut transaction).await?;
            Ok(Loaded {
                revision,
                records,
                unread,
            })
        };
        let answer = timeout(MUCH, work).await;
        self.answered(connection, answer).await
    }

    /// What the server answered. A connection that broke, or on which nothing comes back, is used by nobody else. One that works is back in
    /// the pool when this returns: dropped, it would be tested meanwhile, and whoever asks next would open another one.
    pub(crate) async fn answered<T>(
        &self,
        mut connection: PoolConnection<Postgres>,
        answer: Result<Result<T, sqlx::Error>, Elapsed>,
    ) -> Result<T, StoreError> {
        let failure = match answer {
            Ok(Ok(answer)) => {
                connection.return_to_pool().await;
                return Ok(answer);
            }
            Ok(Err(error)) if !is_cut(&error) => {
                connection.return_to_pool().await;
                return Err(self.failed(&error));
            }
            Ok(Err(error)) => self.failed(&error),
            Err(_) => self.silent(),
        };
        drop(connection.detach());
        Err(failure)
    }

    fn silent(&self) -> StoreError {
        away(&self.address, "the server does not answer")
    }

    /// One try to write; as in `answered`.
    async fn attempt(
        &self,
        new: &NewCommit,
        again: Option<Again<'_>>,
    ) -> Result<CommitOutcome, Ended> {
        let mut connection = self.writer().await?;
        let work = commit::commit(&self.address, &mut connection, new, again);
        // Before the server is told to keep it, a transaction whose connection ends is undone.
        let ended = timeout(WRITING, work)
            .await
            .unwrap_or_else(|_| Err(Ended::Not(self.silent())));
        if matches!(
            &ended,
            Err(Ended::InDoubt | Ended::Not(StoreError::Away { .. }))
        ) {
            drop(connection.detach());
        } else {
            connection.return_to_pool().await;
        }
        ended
    }

    /// Whether the last of a series whose connection broke was stored.
    async fn became_of(&self, operation_id: &str) -> Result<bool, StoreError> {
        let mut connection = self.connection().await?;
        let answer = timeout(PATIENCE, commit::stored(&mut connection, operation_id)).await;
        self.answered(connection, answer).await
    }

    /// What became of a commit whose connection broke. The same operation is never stored twice: where the server has kept it, it says so,
    /// and where it has not, it is written now.
    async fn settle(&self, commit: &NewCommit) -> Result<CommitOutcome, StoreError> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match self.attempt(commit, None).await {
                Ok(CommitOutcome::Duplicate(entry)) => {
                    return Ok(CommitOutcome::Committed(Committed {
                        revision: entry.revision,
                        author_seq: entry.author_seq,
                        hash: entry.hash,
                    }));
                }
                Ok(outcome) => return Ok(outcome),
                Err(_) => sleep(PAUSE).await,
            }
        }
        Err(self.unresolved())
    }

    fn unresolved(&self) -> StoreError {
        StoreError::Unresolved {
            place: self.address.to_string(),
        }
    }

    fn is_newer(&self) -> bool {
        self.format > FORMAT
    }

    pub(crate) fn failed(&self, error: &sqlx::Error) -> StoreError {
        store_error(&self.address, error)
    }

    pub(crate) async fn connection(&self) -> Result<PoolConnection<Postgres>, StoreError> {
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
        let answer = timeout(PATIENCE, log::head(&mut connection)).await;
        self.answered(connection, answer).await
    }

    async fn commit(&self, commit: &NewCommit) -> Result<CommitOutcome, StoreError> {
        match self.attempt(commit, None).await {
            Ok(outcome) => Ok(outcome),
            Err(Ended::Not(error)) => Err(error),
            Err(Ended::InDoubt) => self.settle(commit).await,
        }
    }

    async fn commit_in_turn(
        &self,
        commit: &NewCommit,
        again: Again<'_>,
    ) -> Result<CommitOutcome, StoreError> {
        let mut latest = None;
        let mut kept = |entries: &[LogEntry]| {
            let made = again(entries);
            latest.clone_from(&made);
            made
        };
        match self.attempt(commit, Some(&mut kept)).await {
            Ok(outcome) => Ok(outcome),
            Err(Ended::Not(error)) => Err(error),
            Err(Ended::InDoubt) => self.settle(latest.as_deref().unwrap_or(commit)).await,
        }
    }

    async fn commit_series(
        &self,
        next: &mut (dyn FnMut() -> Next + Send),
    ) -> Result<SeriesOutcome, StoreError> {
        let mut connection = self.writer().await?;
        let mut begun = Vec::new();
        let work = commit::commit_series(&self.address, &mut connection, next, &mut begun);
        let ended = timeout(MUCH, work)
            .await
            .unwrap_or_else(|_| Err(Ended::Not(self.silent())));
        match ended {
            Ok(outcome) => return Ok(outcome),
            Err(Ended::Not(error)) => {
                if matches!(error, StoreError::Away { .. }) {
                    drop(connection.detach());
                }
                return Err(error);
            }
            Err(Ended::InDoubt) => drop(connection.detach()),
        }
        let Some((last, _)) = begun.last() else {
            return Ok(SeriesOutcome::Committed(Vec::new()));
        };
        let tried = Instant::now();
        while tried.elapsed() < PATIENCE {
            match self.became_of(last).await {
                Ok(true) => return Ok(SeriesOutcome::Committed(commit::committed(&begun))),
                Ok(false) => return Err(away(&self.address, "the connection broke")),
                Err(_) => sleep(PAUSE).await,
            }
        }
        Err(self.unresolved())
    }

    async fn changes_since(&self, revision: u32, limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        let mut connection = self.connection().await?;
        let answer = timeout(SOME, log::since(&mut connection, revision, limit)).await;
        self.readable(&self.answered(connection, answer).await?, log::entry)
    }

    async fn log(&self, query: &LogQuery) -> Result<Vec<LogEntry>, StoreError> {
        let mut connection = self.connection().await?;
        let answer = timeout(SOME, log::newest(&mut connection, query)).await;
        self.readable(&self.answered(connection, answer).await?, log::entry)
    }

    async fn headlines(&self, query: &LogQuery) -> Result<Vec<Headline>, StoreError> {
        let mut connection = self.connection().await?;
        let answer = timeout(SOME, log::headlines(&mut connection, query)).await;
        let rows = self.answered(connection, answer).await?;
        self.readable(&rows, |row| log::headline(row, query.sizes))
    }

    async fn find_operation(&self, operation_id: &str) -> Result<Option<LogEntry>, StoreError> {
        let mut connection = self.connection().await?;
        let answer = timeout(PATIENCE, log::of_operation(&mut connection, operation_id)).await;
        self.answered(connection, answer)
            .await?
            .as_ref()
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

    async fn meet(&self, me: &Sighting) -> Result<Option<Vec<Sighting>>, StoreError> {
        presence::meet(self, me).await
    }

    fn info(&self) -> StoreInfo {
        StoreInfo {
            location: self.address.to_string(),
            schema_version: self.format,
            read_only: self.read_only.clone(),
        }
    }
}
