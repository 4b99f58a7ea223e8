//! What an author can undo and redo, read from the change log, so that it survives restarts.

use crate::{AppError, Registry};
use baton_model::RecordKey;
use baton_store::{Action, LogQuery, RegistryStore};
use serde::Serialize;

/// Commits that are read for the stack at first; more are read when they are used up.
const WINDOW: u32 = 512;

/// The author's own commits that can be taken back, and the undos that can.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoStack {
    undo: Vec<Group>,
    redo: Vec<Group>,
}

/// Commits that are taken back together, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    pub revisions: Vec<u32>,
    mark: Option<String>,
}

impl UndoStack {
    /// Reads the newest commits of an author. Every commit counts that no undo has taken back.
    pub(crate) async fn load(store: &dyn RegistryStore, author: &str) -> Result<Self, AppError> {
        let mut limit = WINDOW;
        loop {
            let query = LogQuery {
                author: Some(author.to_owned()),
                ..LogQuery::newest(limit)
            };
            let entries = store.headlines(&query).await?;
            let mut stack = Self::default();
            for entry in entries.iter().rev() {
                stack.push(entry.revision, &entry.action, entry.mark.as_deref());
            }
            let all = entries.len() < limit as usize;
            if all || stack.can_undo() {
                return Ok(stack);
            }
            limit = limit.saturating_mul(4);
        }
    }

    /// Takes in a commit of the author.
    pub(crate) fn push(&mut self, revision: u32, action: &Action, mark: Option<&str>) {
        match action {
            Action::Undo(of) => {
                self.undo.retain(|group| !of.contains(&group.revisions[0]));
                self.redo.push(Group::one(revision, None));
            }
            Action::Redo(of) => {
                self.redo.retain(|group| !of.contains(&group.revisions[0]));
                self.undo.push(Group::one(revision, None));
            }
            // Nobody means to take back the start; the sample would be gone at one key.
            Action::Init => {}
            _ => {
                self.redo.clear();
                match self.undo.last_mut() {
                    Some(group) if mark.is_some() && group.mark.as_deref() == mark => {
                        group.revisions.push(revision);
                    }
                    _ => self.undo.push(Group::one(revision, mark)),
                }
            }
        }
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// The group to undo after `depth` newer ones.
    pub(crate) fn undo_at(&self, depth: usize) -> Option<Group> {
        self.undo.iter().rev().nth(depth).cloned()
    }

    /// The group to redo after `depth` newer ones.
    pub(crate) fn redo_at(&self, depth: usize) -> Option<Group> {
        self.redo.iter().rev().nth(depth).cloned()
    }
}

impl Group {
    fn one(revision: u32, mark: Option<&str>) -> Self {
        Self {
            revisions: vec![revision],
            mark: mark.map(str::to_owned),
        }
    }
}

/// A commit as the history shows it.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct HistoryEntry {
    /// The revision that it made.
    pub revision: u32,
    /// Who. Claimed, not proven.
    pub author: String,
    /// When, as RFC 3339.
    pub at: String,
    /// The operation.
    pub operation_id: String,
    /// What was done, in a line.
    pub summary: String,
    /// `edit`, `undo`, `redo`, `rewind`, `fix`, `import`, `push` or `init`.
    pub action: String,
    /// The number of records that changed.
    pub changes: u32,
}

impl Registry {
    /// The newest commits, newest first.
    pub async fn history(
        &self,
        limit: u32,
        before: Option<u32>,
    ) -> Result<Vec<HistoryEntry>, AppError> {
        let query = LogQuery {
            before_revision: before,
            ..LogQuery::newest(limit)
        };
        self.entries(&query).await
    }

    /// The newest commits that changed a record, newest first.
    pub async fn history_of(
        &self,
        record: &RecordKey,
        limit: u32,
    ) -> Result<Vec<HistoryEntry>, AppError> {
        let query = LogQuery {
            record: Some(record.clone()),
            ..LogQuery::newest(limit)
        };
        self.entries(&query).await
    }

    async fn entries(&self, query: &LogQuery) -> Result<Vec<HistoryEntry>, AppError> {
        let query = LogQuery {
            sizes: true,
            ..query.clone()
        };
        let entries = self.store().headlines(&query).await?;
        Ok(entries
            .into_iter()
            .map(|entry| HistoryEntry {
                revision: entry.revision,
                author: entry.author,
                at: entry.at.to_string(),
                operation_id: entry.operation_id,
                summary: entry.summary,
                action: entry.action.word().to_owned(),
                changes: entry.changes.unwrap_or_default(),
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_group_and_a_new_edit_ends_redo() {
        let mut stack = UndoStack::default();
        stack.push(1, &Action::Edit, None);
        stack.push(2, &Action::Edit, Some("typing"));
        stack.push(3, &Action::Edit, Some("typing"));
        assert_eq!(stack.undo_at(0).unwrap().revisions, [2, 3]);
        stack.push(4, &Action::Undo(vec![2, 3]), None);
        assert_eq!(stack.undo_at(0).unwrap().revisions, [1]);
        assert_eq!(stack.redo_at(0).unwrap().revisions, [4]);
        stack.push(5, &Action::Redo(vec![4]), None);
        assert_eq!(stack.undo_at(0).unwrap().revisions, [5]);
        assert!(!stack.can_redo());
        stack.push(6, &Action::Undo(vec![5]), None);
        stack.push(7, &Action::Edit, None);
        assert!(!stack.can_redo());
    }
}
