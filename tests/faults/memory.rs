//! A store in memory whose calls wait, fail and leave their caller in doubt where dice say so. Between two calls anything else may
//! happen: whoever asks gives way first.

use crate::dice::Dice;
use async_trait::async_trait;
use baton_model::{Document, RecordsDiff};
use baton_store::chain::ChainHead;
use baton_store::{
    Again, CommitOutcome, Committed, Headline, Loaded, LogEntry, LogQuery, NewCommit, Next,
    Prepared, Problem, RegistryStore, SeriesOutcome, StoreError, StoreInfo, refused,
};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};

/// What is stored.
#[derive(Default)]
pub struct Shelf {
    pub document: Document,
    pub log: Vec<LogEntry>,
    heads: BTreeMap<String, ChainHead>,
}

/// A client's way to the shelf.
pub struct MemoryStore {
    shelf: Arc<Mutex<Shelf>>,
    dice: Mutex<Dice>,
    /// How many calls of a hundred fail.
    faults: usize,
    /// What becomes of the next commit.
    next: Arc<Mutex<NextCommit>>,
}

/// What becomes of a commit whose answer is lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextCommit {
    #[default]
    Heard,
    StoredUnheard,
    LostUnheard,
}

impl MemoryStore {
    pub fn new(shelf: &Arc<Mutex<Shelf>>, dice: Dice, faults: usize) -> Self {
        Self {
            shelf: Arc::clone(shelf),
            dice: Mutex::new(dice),
            faults,
            next: Arc::default(),
        }
    }

    /// Says what becomes of the next commit.
    pub fn next_commit(&self) -> Arc<Mutex<NextCommit>> {
        Arc::clone(&self.next)
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap()
    }

    fn fails(&self) -> bool {
        self.dice.lock().unwrap().percent(self.faults)
    }

    /// Gives way to others; then the call may fail before it did anything.
    async fn reach(&self) -> Result<(), StoreError> {
        GiveWay(false).await;
        if self.fails() {
            return Err(StoreError::Away {
                place: "memory".to_owned(),
                message: "the dice say so".to_owned(),
            });
        }
        Ok(())
    }
}

/// Ready the second time that it is asked.
struct GiveWay(bool);

impl Future for GiveWay {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Shelf {
    fn commit(&mut self, new: &NewCommit) -> Result<CommitOutcome, StoreError> {
        let same = self
            .log
            .iter()
            .find(|entry| entry.operation_id == new.operation_id);
        if let Some(entry) = same {
            return Ok(CommitOutcome::Duplicate(Box::new(entry.clone())));
        }
        let head = self.log.len() as u32;
        if head != new.expected_revision {
            return Ok(CommitOutcome::Stale { head });
        }
        let end = self.heads.get(&new.author).cloned();
        let entry = Prepared::of(new)?.entry(new, head, end)?;
        let diff: &RecordsDiff = &new.diff;
        for change in &diff.changes {
            let stands = self.document.get(&change.key).map(|held| &held.record);
            assert_eq!(
                stands,
                change.before.as_ref(),
                "an edit of what does not stand there"
            );
        }
        self.document.commit(diff, entry.revision);
        self.heads
            .insert(new.author.clone(), ChainHead::after(&entry));
        let committed = Committed {
            revision: entry.revision,
            author_seq: entry.author_seq,
            hash: entry.hash.clone(),
        };
        self.log.push(entry);
        Ok(CommitOutcome::Committed(committed))
    }
}

#[async_trait]
impl RegistryStore for MemoryStore {
    async fn load(&self) -> Result<Loaded, StoreError> {
        self.reach().await?;
        let stored = self.shelf();
        Ok(Loaded {
            revision: stored.document.revision(),
            records: stored.document.all().cloned().collect(),
            unread: Vec::new(),
        })
    }

    async fn head(&self) -> Result<u32, StoreError> {
        self.reach().await?;
        Ok(self.shelf().log.len() as u32)
    }

    async fn commit(&self, commit: &NewCommit) -> Result<CommitOutcome, StoreError> {
        self.reach().await?;
        let next = std::mem::take(&mut *self.next.lock().unwrap());
        let unresolved = StoreError::Unresolved {
            place: "memory".to_owned(),
        };
        if next == NextCommit::LostUnheard {
            return Err(unresolved);
        }
        let outcome = self.shelf().commit(commit)?;
        GiveWay(false).await;
        // It is stored, or was refused, and nobody hears of it.
        if next == NextCommit::StoredUnheard || self.fails() {
            return Err(unresolved);
        }
        Ok(outcome)
    }

    /// In every other revision there are turns, so that clients go both ways.
    async fn commit_in_turn(
        &self,
        commit: &NewCommit,
        again: Again<'_>,
    ) -> Result<CommitOutcome, StoreError> {
        let outcome = self.commit(commit).await?;
        let CommitOutcome::Stale { head } = outcome else {
            return Ok(outcome);
        };
        if head % 2 == 0 {
            return Ok(outcome);
        }
        let entries = self
            .changes_since(commit.expected_revision, u32::MAX)
            .await?;
        match again(&entries) {
            // Nothing is locked here: somebody may be faster again.
            Some(anew) => self.commit(&anew).await,
            None => Ok(outcome),
        }
    }

    async fn commit_series(
        &self,
        _: &mut (dyn FnMut() -> Next + Send),
    ) -> Result<SeriesOutcome, StoreError> {
        Err(refused("no edit of these clients is so large"))
    }

    async fn changes_since(&self, revision: u32, limit: u32) -> Result<Vec<LogEntry>, StoreError> {
        self.reach().await?;
        let stored = self.shelf();
        let later = stored.log.iter().skip(revision as usize);
        Ok(later.take(limit as usize).cloned().collect())
    }

    async fn log(&self, query: &LogQuery) -> Result<Vec<LogEntry>, StoreError> {
        self.reach().await?;
        let stored = self.shelf();
        let wanted = |entry: &&LogEntry| {
            query
                .author
                .as_ref()
                .is_none_or(|author| *author == entry.author)
                && query
                    .before_revision
                    .is_none_or(|before| entry.revision < before)
        };
        let found = stored.log.iter().rev().filter(wanted);
        Ok(found.take(query.limit as usize).cloned().collect())
    }

    async fn headlines(&self, query: &LogQuery) -> Result<Vec<Headline>, StoreError> {
        let entries = self.log(query).await?;
        Ok(entries
            .into_iter()
            .map(|entry| Headline {
                revision: entry.revision,
                author: entry.author,
                at: entry.at,
                operation_id: entry.operation_id,
                action: entry.action,
                summary: entry.summary,
                mark: entry.mark,
                changes: query.sizes.then_some(entry.changes.len() as u32),
            })
            .collect())
    }

    async fn find_operation(&self, operation_id: &str) -> Result<Option<LogEntry>, StoreError> {
        self.reach().await?;
        let stored = self.shelf();
        let found = stored
            .log
            .iter()
            .find(|entry| entry.operation_id == operation_id);
        Ok(found.cloned())
    }

    async fn verify(&self) -> Result<Vec<Problem>, StoreError> {
        Ok(Vec::new())
    }

    async fn backup(&self, _: &Path) -> Result<(), StoreError> {
        Err(refused("nothing here is a file"))
    }

    async fn close(&self) {}

    fn info(&self) -> StoreInfo {
        StoreInfo {
            location: ":memory:".to_owned(),
            schema_version: 1,
            read_only: None,
        }
    }
}
