//! The store itself: which connection does what, and what its failures are called.

use crate::error::{primary_code, store_error};
use crate::migrate::{FORMAT, MIGRATIONS, migrate};
use crate::open::{self, Opened};
use crate::{commit, file, log, records, verify};
use async_trait::async_trait;
use baton_store::{
    CommitOutcome, Headline, Loaded, LogEntry, LogQuery, NewCommit, Next, OpenOptions, Problem,
    RegistryStore, SeriesOutcome, StoreError, StoreInfo,
};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{Acquire, Sqlite};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A registry in a SQLite file. A clone is the same open registry.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    path: PathBuf,
    opened: Opened,
}

impl SqliteStore {
    /// Opens the registry at `path`. An older format is brought up to date after a copy was
    /// kept as `<file>.backup-v<format>`; a newer one, and a file that cannot be written,
    /// is opened for reading, with the reason in [`StoreInfo::read_only`].
    pub async fn open(path: impl AsRef<Path>, options: OpenOptions) -> Result<Self, StoreError> {
        let path = path.as_ref().to_owned();
        let opened = open::open(&path, options, MIGRATIONS).await?;
        Ok(Self { path, opened })
    }

    /// An empty registry that is gone when the store is dropped; for tests and dry runs.
    pub async fn in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let failed = |error: sqlx::Error| store_error(&path, &error);
        let options = SqliteConnectOptions::from_str("sqlite::memory:").map_err(failed)?;
        // One connection: each further one would be a registry of its own.
        let pool = open::pool(1)
            .connect_with(options.foreign_keys(true))
            .await
            .map_err(failed)?;
        {
            let mut connection = pool.acquire().await.map_err(failed)?;
            open::mark(&mut connection).await.map_err(failed)?;
            migrate(&path, &mut connection, MIGRATIONS).await?;
        }
        let opened = Opened {
            readers: pool.clone(),
            writer: Some(pool),
            format: FORMAT,
            read_only: None,
        };
        Ok(Self { path, opened })
    }

    /// Closes the connections of all clones and waits for it. The last process that closes leaves one file: what its log held is
    /// in the registry. Dropping the store does it some time later, and not before the process ends.
    pub async fn close(&self) {
        self.opened.readers.close().await;
        if let Some(writer) = &self.opened.writer {
            writer.close().await;
        }
    }

    /// Every record that can still be read from a damaged registry, with what cannot.
    pub async fn salvage(&self) -> Result<Loaded, StoreError> {
        let mut connection = self.reader().await?;
        let mut transaction = connection.begin().await.map_err(|e| self.failed(&e))?;
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

    /// Writes a complete copy under a temporary name beside `path`.
    pub(crate) async fn copy_to(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let mut connection = match &self.opened.writer {
            Some(writer) => writer.acquire().await.map_err(|e| self.failed(&e))?,
            None => self.reader().await?,
        };
        file::copy(&self.path, &mut connection, path).await
    }

    fn is_newer(&self) -> bool {
        self.opened.format > FORMAT
    }

    fn failed(&self, error: &sqlx::Error) -> StoreError {
        // A statement that does not fit the tables any more.
        const SQLITE_ERROR: u32 = 1;
        if self.is_newer() && primary_code(error) == Some(SQLITE_ERROR) {
            return StoreError::NewerFormat {
                found: self.opened.format,
                supported: FORMAT,
            };
        }
        store_error(&self.path, error)
    }

    async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        self.opened
            .readers
            .acquire()
            .await
            .map_err(|e| self.failed(&e))
    }

    async fn writer(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        let Some(writer) = &self.opened.writer else {
            let reason = self.opened.read_only.clone().unwrap_or_default();
            return Err(StoreError::ReadOnly { reason });
        };
        writer.acquire().await.map_err(|e| self.failed(&e))
    }

    fn entries(&self, rows: &[SqliteRow]) -> Result<Vec<LogEntry>, StoreError> {
        self.readable(rows, log::entry)
    }

    /// What is read from rows. In a newer registry rows that cannot be read are left out.
    fn readable<T>(
        &self,
        rows: &[SqliteRow],
        read: impl Fn(&SqliteRow) -> Result<T, Problem>,
    ) -> Result<Vec<T>, StoreError> {
        rows.iter()
            .map(read)
            .filter(|entry| entry.is_ok() || !self.is_newer())
            .map(|entry| entry.map_err(StoreError::corrupt))
            .collect()
    }
}

#[async_trait]
impl RegistryStore for SqliteStore {
    async fn close(&self) {
        Self::close(self).await;
    }

    async fn load(&self) -> Result<Loaded, StoreError> {
        let mut loaded = self.salvage().await?;
        if self.is_newer() || loaded.unread.is_empty() {
            return Ok(loaded);
        }
        Err(StoreError::corrupt(loaded.unread.swap_remove(0)))
    }

    async fn head(&self) -> Result<u32, StoreError> {
        let mut connection = self.reader().await?;
        log::head(&mut connection)
            .await
            .map_err(|e| self.failed(&e))
    }

    async fn commit(&self, commit: &NewCommit) -> Result<CommitOutcome, StoreError> {
        let mut connection = self.writer().await?;
        commit::commit(&self.path, &mut connection, commit).await
    }

    async fn commit_series(
        &self,
        next: &mut (dyn FnMut() -> Next + Send),
    ) -> Result<SeriesOutcome, StoreError> {
        let mut connection = self.writer().await?;
        commit::commit_series(&self.path, &mut connection, next).await
    }

    async fn changes_since(&self, revision: u32, limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        let mut connection = self.reader().await?;
        let rows = log::since(&mut connection, revision, limit)
            .await
            .map_err(|e| self.failed(&e))?;
        self.entries(&rows)
    }

    async fn log(&self, query: &LogQuery) -> Result<Vec<LogEntry>, StoreError> {
        let mut connection = self.reader().await?;
        let rows = log::newest(&mut connection, query)
            .await
            .map_err(|e| self.failed(&e))?;
        self.entries(&rows)
    }

    async fn headlines(&self, query: &LogQuery) -> Result<Vec<Headline>, StoreError> {
        let mut connection = self.reader().await?;
        let rows = log::headlines(&mut connection, query)
            .await
            .map_err(|e| self.failed(&e))?;
        self.readable(&rows, |row| log::headline(row, query.sizes))
    }

    async fn find_operation(&self, operation_id: &str) -> Result<Option<LogEntry>, StoreError> {
        let mut connection = self.reader().await?;
        let row = log::of_operation(&mut connection, operation_id)
            .await
            .map_err(|e| self.failed(&e))?;
        row.as_ref()
            .map(log::entry)
            .transpose()
            .map_err(StoreError::corrupt)
    }

    async fn verify(&self) -> Result<Vec<Problem>, StoreError> {
        let mut connection = self.reader().await?;
        let mut transaction = connection.begin().await.map_err(|e| self.failed(&e))?;
        Ok(verify::verify(&mut transaction).await)
    }

    async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::AlreadyExists {
                path: path.to_owned(),
            });
        }
        let copy = self.copy_to(path).await?;
        file::publish(&copy, path)
    }

    fn info(&self) -> StoreInfo {
        StoreInfo {
            location: self.path.display().to_string(),
            schema_version: self.opened.format,
            read_only: self.opened.read_only.clone(),
        }
    }
}

/// Writes another registry, with its history, into a file that must not exist yet: complete and on disk when this returns.
pub async fn copy_from(from: &dyn RegistryStore, path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Err(StoreError::AlreadyExists {
            path: path.to_owned(),
        });
    }
    let temporary = file::temporary(path)?;
    let options = OpenOptions {
        create: true,
        read_only: false,
    };
    let copied = async {
        let to = SqliteStore::open(&temporary, options).await?;
        let copied = baton_store::copy(from, &to).await;
        // The last one that closes leaves one file, without a log beside it.
        to.close().await;
        copied
    }
    .await;
    if let Err(error) = copied {
        file::discard(&temporary);
        return Err(error);
    }
    file::publish(&temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_store::conformance::{Author, every_kind};

    /// The database says that it is full when it may have no more pages.
    #[tokio::test]
    async fn a_full_disk_is_named_and_survived() {
        let folder = tempfile::tempdir().unwrap();
        let options = OpenOptions {
            create: true,
            read_only: false,
        };
        let store = SqliteStore::open(folder.path().join("r.baton"), options)
            .await
            .unwrap();
        let mut ana = Author::new("ana");
        let pages = async |sql: &'static str| {
            sqlx::raw_sql(sql)
                .execute(store.opened.writer.as_ref().unwrap())
                .await
                .unwrap();
        };
        pages("PRAGMA max_page_count = 1").await;
        let commit = ana.prepare(&every_kind().unwrap()).unwrap();
        assert_eq!(store.commit(&commit).await, Err(StoreError::DiskFull));
        assert_eq!(store.head().await, Ok(0));
        assert_eq!(store.verify().await, Ok(vec![]));
        pages("PRAGMA max_page_count = 100000").await;
        assert!(matches!(
            store.commit(&commit).await,
            Ok(CommitOutcome::Committed(_))
        ));
        assert_eq!(store.verify().await, Ok(vec![]));
    }

    #[tokio::test]
    async fn a_registry_in_memory_is_whole() {
        let store = SqliteStore::in_memory().await.unwrap();
        let mut ana = Author::new("ana");
        ana.commit(&store, &every_kind().unwrap()).await.unwrap();
        let mut bo = Author::new("bo");
        bo.read(&store).await.unwrap();
        assert_eq!(ana.document, bo.document);
        assert_eq!(store.verify().await, Ok(vec![]));
    }
}
