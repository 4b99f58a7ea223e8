//! Undo: the author's own last group, reversed as a new edit.

use super::history::{Group, UndoStack};
use super::later::{leave_to_others, touched_since};
use super::published::revert_unpublished;
use crate::registry::{EditReply, Plan, others_are_faster};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Document, RecordChange, combine};
use baton_store::{Action, LogEntry};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Takes back the author's last group. Later work of others on other fields stays; on the same field it is a conflict.
pub async fn undo(registry: &Registry) -> Result<EditReply, AppError> {
    take_back(registry, Way::Undo).await
}

/// Which way along the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Undo,
    Redo,
}

/// How often a group is looked at anew because others keep changing its records.
const ATTEMPTS: usize = 50;

/// A step of which nobody could say whether it was stored is the same step when it is asked for again, and not one more; unless it was
/// seen meanwhile what became of it.
pub(super) async fn take_back(registry: &Registry, way: Way) -> Result<EditReply, AppError> {
    let doubted = registry.doubted(way);
    if let Some(operation_id) = &doubted
        && let Some(reply) = registry.stored_unheard(operation_id).await?
    {
        registry.doubt(None);
        return Ok(reply);
    }
    let operation_id = doubted.unwrap_or_else(|| registry.host().operation_id());
    for _ in 0..ATTEMPTS {
        registry.follow().await?;
        let next = next_effective(registry, way).await?;
        let seen = registry.read(Document::revision);
        leave_to_others(registry, &next.changes, &next.own)
            .await
            .map_err(refused)?;
        let moved = AtomicBool::new(false);
        let plan = |document: &Document| {
            let is_as_seen = document.revision() == seen
                || touched_since(document, &next.changes, seen)
                    .next()
                    .is_none();
            if !is_as_seen {
                moved.store(true, Relaxed);
                return Err(others_are_faster());
            }
            let (edits, kept) = revert_unpublished(document, &next.changes)?;
            Ok(Plan {
                edits,
                action: match way {
                    Way::Undo => Action::Undo(next.revisions.clone()),
                    Way::Redo => Action::Redo(next.revisions.clone()),
                },
                summary: next.summary.clone(),
                mark: None,
                notes: next.passed_over.iter().cloned().chain(kept).collect(),
            })
        };
        let done = registry
            .commit(Some(operation_id.clone()), false, plan)
            .await;
        match &done {
            Ok(_) => registry.doubt(None),
            Err(error) if error.code == ErrorCode::Unresolved => {
                registry.doubt(Some((way, operation_id.clone())));
            }
            // What was in doubt before still is.
            Err(_) => {}
        }
        if !moved.load(Relaxed) {
            return done.map_err(refused);
        }
    }
    Err(others_are_faster())
}

/// Taking back is an edit like any other, and refused like one; the reason is told as what it is.
fn refused(mut error: AppError) -> AppError {
    let of_the_edit = [
        ErrorCode::InvalidInput,
        ErrorCode::MissingReference,
        ErrorCode::Referenced,
    ];
    if of_the_edit.contains(&error.code) {
        error.message = format!("this cannot be taken back: {}", error.message);
    }
    error
}

/// What is taken back next.
struct Next {
    /// Of the group and of those that were passed over.
    revisions: Vec<u32>,
    changes: Vec<RecordChange>,
    /// Of the group alone.
    own: Vec<u32>,
    summary: String,
    /// Why groups before it were passed over, in sentences.
    passed_over: Vec<String>,
}

/// The newest group that still has something to take back. Groups that somebody else has taken back by hand, or of which
/// everything is published, are settled with it; each would stand in the way of all the earlier ones.
async fn next_effective(registry: &Registry, way: Way) -> Result<Next, AppError> {
    let mut revisions = Vec::new();
    let mut passed_over = Vec::new();
    let mut depth = 0;
    while let Some(group) = next(registry, way, depth).await? {
        let (changes, summary) = changes_of(registry, &group).await?;
        let own = group.revisions.clone();
        revisions.extend(group.revisions);
        let (edits, kept) = registry.read(|document| revert_unpublished(document, &changes))?;
        if !edits.is_empty() {
            return Ok(Next {
                revisions,
                changes,
                own,
                summary,
                passed_over,
            });
        }
        passed_over.extend(kept.filter(|kept| !passed_over.contains(kept)));
        depth += 1;
    }
    let what = match way {
        Way::Undo => "undo",
        Way::Redo => "redo",
    };
    let mut error = AppError::new(
        ErrorCode::NothingToUndo,
        format!("{} has nothing to {what} here", registry.host().author()),
        "`baton log` shows who did what",
    );
    error.hints.splice(0..0, passed_over);
    Err(error)
}

async fn next(registry: &Registry, way: Way, depth: usize) -> Result<Option<Group>, AppError> {
    let look = |stack: &UndoStack| match way {
        Way::Undo => stack.undo_at(depth),
        Way::Redo => stack.redo_at(depth),
    };
    if let Some(group) = registry.undo_stack(look) {
        return Ok(Some(group));
    }
    registry.reload_undo_stack().await?;
    Ok(registry.undo_stack(look))
}

async fn changes_of(
    registry: &Registry,
    group: &Group,
) -> Result<(Vec<RecordChange>, String), AppError> {
    let mut all = Vec::new();
    let mut summary = String::new();
    for revision in &group.revisions {
        let entry = registry.entry(*revision).await?;
        summary = entry.summary;
        all.push(entry.changes);
    }
    Ok((combine(&all), summary))
}

impl Registry {
    /// The commit that made a revision.
    pub(super) async fn entry(&self, revision: u32) -> Result<LogEntry, AppError> {
        let entries = self.store().changes_since(revision - 1, 1).await?;
        let found = entries.into_iter().next();
        found
            .filter(|entry| entry.revision == revision)
            .ok_or_else(|| {
                AppError::new(
                    ErrorCode::Damaged,
                    format!("revision {revision} is missing in the change log"),
                    "run `baton doctor`",
                )
            })
    }
}
