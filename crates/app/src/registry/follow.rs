//! What other programs did to the same registry.

use super::{EditReply, Registry};
use crate::AppError;
use crate::check::change::FindingsChange;
use baton_model::{RecordChange, RecordsDiff, combine};
use baton_store::{LogEntry, Problem, StoreError};
use std::sync::Arc;

/// Commits read at a time.
const PAGE: u32 = 500;

/// Changes that came from outside, joined.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Who made them, without repetition.
    pub authors: Vec<String>,
    /// The joined changes with what the rules say now.
    pub reply: EditReply,
}

/// The last step of a registry: what its newest commit changed.
#[derive(Clone, Debug)]
pub struct Step {
    /// The revision that the commit made.
    pub revision: u32,
    /// The records that it changed; empty in a registry without commits.
    pub diff: Vec<RecordChange>,
    /// How the findings differ from those of the revision that was to be seen before.
    pub findings: FindingsChange,
    /// Whether the author has something to undo.
    pub can_undo: bool,
    /// Whether the author has something to redo.
    pub can_redo: bool,
}

impl Registry {
    /// Takes in what others committed since; `None` when nothing did. Cheap when nothing has changed.
    pub async fn follow(&self) -> Result<Option<Followed>, AppError> {
        if self.store.head().await? == self.state().document.revision() {
            return Ok(None);
        }
        let _writing = self.writing.lock().await;
        let (authors, changes) = self.catch_up().await?;
        Ok((!authors.is_empty()).then(|| Followed {
            authors,
            reply: self.reply(changes),
        }))
    }

    /// Reads the log from the document's revision on. The caller holds the write lock.
    pub(super) async fn catch_up(&self) -> Result<(Vec<String>, Vec<RecordChange>), AppError> {
        let mut authors: Vec<String> = Vec::new();
        let mut groups = Vec::new();
        loop {
            let since = self.state().document.revision();
            let entries = self.store.changes_since(since, PAGE).await?;
            if entries.is_empty() {
                break;
            }
            self.take_in_page(&entries)?;
            for entry in entries {
                if !authors.contains(&entry.author) {
                    authors.push(entry.author);
                }
                groups.push(entry.changes);
            }
        }
        Ok((authors, combine(&groups)))
    }

    /// Takes commits in at once: nobody sees the records of one revision with the findings of another. The caller holds the write lock.
    pub(super) fn take_in_page(&self, entries: &[LogEntry]) -> Result<(), StoreError> {
        let own = self.host.author();
        let page = entries
            .iter()
            .map(|entry| Ok((diff_of(entry)?, entry)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        self.change_state(|state| {
            for (diff, entry) in &page {
                state.take_in(diff, entry.revision);
                state
                    .doubted
                    .take_if(|(_, operation_id)| *operation_id == entry.operation_id);
                if entry.author == own {
                    state
                        .undo
                        .push(entry.revision, &entry.action, entry.mark.as_deref());
                }
            }
            let changes = page.into_iter().flat_map(|(diff, _)| diff.changes);
            let diff = RecordsDiff {
                changes: changes.collect(),
            };
            state.refresh(&diff, self.host.as_ref());
        });
        Ok(())
    }

    /// What the newest commit did, whoever made it.
    pub async fn last_step(&self) -> Result<Step, AppError> {
        let (revision, before, now, can_undo, can_redo) = {
            let state = self.state();
            let now = state.findings(self.host.as_ref());
            let before = state.findings_before.as_ref().unwrap_or(now);
            (
                state.document.revision(),
                Arc::clone(before),
                Arc::clone(now),
                state.undo.can_undo(),
                state.undo.can_redo(),
            )
        };
        let newest = match revision.checked_sub(1) {
            Some(before) => self.store.changes_since(before, 1).await?,
            None => Vec::new(),
        };
        Ok(Step {
            revision,
            diff: newest.into_iter().flat_map(|entry| entry.changes).collect(),
            findings: FindingsChange::between(&before, &now),
            can_undo,
            can_redo,
        })
    }
}

/// What an entry of the log changed; an unreadable one is named.
pub(crate) fn diff_of(entry: &LogEntry) -> Result<RecordsDiff, StoreError> {
    RecordsDiff::from_wire(&entry.changes).map_err(|message| {
        let row = Problem::row("change_log", entry.revision.to_string(), message);
        StoreError::corrupt(row.column("changes"))
    })
}
