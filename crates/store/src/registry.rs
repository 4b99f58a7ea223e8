//! The trait that the application knows a registry by.

use crate::{
    Again, CommitOutcome, Headline, LogEntry, LogQuery, NewCommit, Next, Problem, SeriesOutcome,
    Sighting, StoreError,
};
use async_trait::async_trait;
use baton_model::Held;
use std::path::Path;

/// Everything that a registry holds at one revision.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The number of commits so far.
    pub revision: u32,
    /// The records, in order of kind and id.
    pub records: Vec<Held>,
    /// Records that this program cannot read. Empty, unless the registry was written by a
    /// newer program or is being salvaged; otherwise an unreadable record is an error.
    pub unread: Vec<Problem>,
}

/// How a registry is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// Whether a registry is made where none is.
    pub create: bool,
    /// Whether it is opened for reading only, even if it could be written.
    pub read_only: bool,
}

/// What a store can say about itself without reading any record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreInfo {
    /// A file's path or a database's address, without any password.
    pub location: String,
    /// The version of the tables, as found.
    pub schema_version: u32,
    /// Why nothing can be written, as a sentence; absent when it can.
    pub read_only: Option<String>,
}

/// A registry that outlives the process.
///
/// Every method sees one consistent revision. A commit is visible to others only once it
/// would survive a loss of power. What is not there is `None`, never an error.
#[async_trait]
pub trait RegistryStore: Send + Sync {
    /// All records with the revision that they stand at.
    async fn load(&self) -> Result<Loaded, StoreError>;

    /// The revision of the last commit, 0 in an empty registry. Cheap enough to be asked
    /// several times a second.
    async fn head(&self) -> Result<u32, StoreError>;

    /// Writes a commit, all of it or nothing, if nobody was faster.
    async fn commit(&self, commit: &NewCommit) -> Result<CommitOutcome, StoreError>;

    /// As [`RegistryStore::commit`], but where others were faster, what they did may be handed to `again` while the registry is kept
    /// locked, and what that makes of it is written in the same turn: so everybody who waits comes to write, however many they are. A
    /// store that has no turns says that the commit is stale.
    async fn commit_in_turn(
        &self,
        commit: &NewCommit,
        again: Again<'_>,
    ) -> Result<CommitOutcome, StoreError> {
        let _ = again;
        self.commit(commit).await
    }

    /// Writes several commits as one: all of them or nothing, and others see none before they see all. `next` is asked for one after
    /// the other while the registry is locked for writing, so that no more than one of them has to be held in memory.
    async fn commit_series(
        &self,
        next: &mut (dyn FnMut() -> Next + Send),
    ) -> Result<SeriesOutcome, StoreError>;

    /// The commits after a revision, oldest first, at most `limit`.
    async fn changes_since(&self, revision: u32, limit: u32) -> Result<Vec<LogEntry>, StoreError>;

    /// Commits, newest first.
    async fn log(&self, query: &LogQuery) -> Result<Vec<LogEntry>, StoreError>;

    /// The same commits without what they changed.
    async fn headlines(&self, query: &LogQuery) -> Result<Vec<Headline>, StoreError>;

    /// The commit of an operation.
    async fn find_operation(&self, operation_id: &str) -> Result<Option<LogEntry>, StoreError>;

    /// Everything that is wrong with the stored registry; reads all of it.
    async fn verify(&self) -> Result<Vec<Problem>, StoreError>;

    /// Writes a consistent copy of the registry to a file that must not exist yet.
    async fn backup(&self, path: &Path) -> Result<(), StoreError>;

    /// Says where a session looks, and tells where others looked in the last seconds; `None` where the store cannot know of others.
    /// Nothing is promised: who is seen may be gone, and who is there may not be seen.
    async fn meet(&self, me: &Sighting) -> Result<Option<Vec<Sighting>>, StoreError> {
        let _ = me;
        Ok(None)
    }

    /// Ends all connections and waits for it; whatever is asked afterwards fails.
    async fn close(&self);

    /// Where the registry is and whether it can be written.
    fn info(&self) -> StoreInfo;
}
